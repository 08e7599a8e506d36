"""Papers for the tests of rendering, made for them alone; people are roles."""

import io

from PIL import Image

from papers.ready import Ready, Stamp

STAMP = Stamp(
    "7QK3-AB2C-9ZZZ", "https://esao.example/verify/7QK3-AB2C-9ZZZ", "ตรวจสอบความถูกต้องของหนังสือฉบับนี้ได้ที่"
)
SLOTS = {"number": "ศธ 04102/ว 125", "dated": "21 พฤศจิกายน 2561"}
HEAD = (
    '<div class="memohead"><img class="emblem" src="emblem"><h1 class="form">บันทึกข้อความ</h1></div>'
    '<p class="lead"><b>ส่วนราชการ</b> สำนักงานเขตพื้นที่การศึกษาประถมศึกษาพะเยา เขต 2 กลุ่มนโยบายและแผน'
    " โทร. 0 5448 0000</p>"
    '<div class="leads"><p class="lead"><b>ที่</b> <span class="slot-number"></span></p>'
    '<p class="lead"><b>วันที่</b> <span class="slot-dated"></span></p></div>'
    '<p class="lead"><b>เรื่อง</b> แจ้งกำหนดส่งรายงานผลการดำเนินงานตามแผนปฏิบัติการประจำปีงบประมาณ พ.ศ. 2562'
    " ไตรมาสที่ 1</p>"
    '<p class="to">เรียน ผู้อำนวยการกลุ่มทุกกลุ่ม</p>'
)
BODY = (
    "<p>ด้วยสำนักงานเขตพื้นที่การศึกษาประถมศึกษาพะเยา เขต 2 ได้จัดทำแผนปฏิบัติการประจำปีงบประมาณ พ.ศ. 2562 โดยผ่าน"
    "ความเห็นชอบของคณะกรรมการกลั่นกรองและคณะกรรมการศึกษาธิการจังหวัด (กศจ.) แล้ว และได้กำหนดให้ผู้รับผิดชอบโครงการ"
    "รายงานผลการดำเนินงานและผลการเบิกจ่ายงบประมาณเป็นรายไตรมาส</p>"
    "<p>กำหนดส่งรายงานผลไตรมาสที่ 1 ภายในวันศุกร์ที่ 11 มกราคม 2562 ตัวอย่างวรรณยุกต์: ที่สุด ปู่ ญี่ปุ่น น้ำ ผู้ใหญ่ กตัญญู"
    ' ฐานุกรม ฎีกา ฏุ๋ กี๊ ป้า ฝึก เกื้อกูล ศิษย์ ทรัพย์ ซ้ำ ต่ำ ฟ้า <span class="keep">plan@esao.example</span></p>'
)
TABLE = (
    '<table class="grid"><colgroup><col width="8"><col width="52"><col width="20"><col width="20"></colgroup>'
    "<thead><tr><th>ที่</th><th>โครงการ</th><th>งบประมาณ (บาท)</th><th>สถานะ</th></tr></thead><tbody>"
    '<tr><td class="center">1</td><td>โครงการพัฒนาคุณภาพการจัดการเรียนรู้</td><td class="num">125,500.00</td>'
    '<td>อนุมัติแล้ว</td></tr><tr class="total"><td colspan="2">รวม</td><td class="num">125,500.00</td><td></td>'
    "</tr></tbody></table>"
)
CLOSING = (
    "<p>จึงเรียนมาเพื่อโปรดทราบและดำเนินการให้แล้วเสร็จภายในกำหนด</p>"
    '<div class="sign"><p>(ผู้อำนวยการกลุ่มนโยบายและแผน (บัญชีสมมติ))</p><p>ผู้อำนวยการกลุ่มนโยบายและแผน</p></div>'
)
MEMO = HEAD + BODY + CLOSING
MEMO_WITH_TABLE = HEAD + BODY + TABLE + CLOSING


def memo(markup=MEMO, **values):
    return Ready(markup, "บันทึกข้อความ", "memo", **{"slots": SLOTS} | values)


def emblem():
    """A picture where an office would have put its emblem."""
    picture = io.BytesIO()
    Image.new("RGB", (300, 330), (160, 30, 30)).save(picture, "PNG")
    return picture.getvalue()
