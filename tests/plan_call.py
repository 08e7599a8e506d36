"""What a plan has to show before its call for proposals is opened, for tests that begin there."""

from typing import Final

CALL: Final = {
    "appointment_order": "คำสั่งที่ 12/2560",
    "ceiling_notice": "ที่ 34/2560",
    "proposal_form": "แบบ ผ.1",
    "last_year_summary": "สรุปผลปี 2560",
    "policy_analysed": "บันทึกวิเคราะห์นโยบาย",
}
