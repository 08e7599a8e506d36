"""The words of signing in and of a person's own account, in Thai and English."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "help_sign_in": (
        "ใช้ชื่อบัญชีและรหัสผ่านที่สำนักงานออกให้ บัญชีใหม่ใช้รหัสครั้งเดียวตั้งรหัสผ่านก่อน ลืมรหัสผ่านให้กด “ลืมรหัสผ่าน”",
        (
            "Use the account and password of your office. A new account sets its password with a "
            "one-time code first. For a forgotten password choose “Forgotten password”."
        ),
    ),
    "sign_in_forgotten": ("ลืมรหัสผ่าน", "Forgotten password"),
    "sign_in_first": ("ใช้บัญชีครั้งแรก มีรหัสครั้งเดียว", "First time: I have a one-time code"),
    "sign_in_by_provider": ("หรือเข้าสู่ระบบด้วย", "Or sign in with"),
    "sign_in_password_set": ("ตั้งรหัสผ่านแล้ว เข้าสู่ระบบได้เลย", "The password is set. Sign in with it now."),
    "sign_in_begin_again": (
        "หมดเวลายืนยันขั้นที่สองหรือพิมพ์ผิดหลายครั้ง กรุณาเริ่มใหม่",
        "The second step took too long or too many tries. Please begin again.",
    ),
    "second_title": ("ยืนยันขั้นที่สอง", "Second step"),
    "second_lead": (
        "รหัสผ่านของบัญชี {username} ถูกต้อง พิมพ์รหัสหกหลักจากโทรศัพท์ของท่าน",
        "The password of {username} is right. Type the six digits from your telephone.",
    ),
    "second_enrol_title": ("ตั้งการยืนยันขั้นที่สอง", "Set up the second step"),
    "second_enrol_lead": (
        "สำนักงานกำหนดให้บัญชี {username} ยืนยันด้วยโทรศัพท์ ทำครั้งเดียว ใช้เวลาประมาณสองนาที",
        ("Your office asks the account {username} to confirm with a telephone. Once, in about two minutes."),
    ),
    "second_code_hint": (
        "รหัสเปลี่ยนทุกครึ่งนาที หากไม่มีโทรศัพท์ ใช้รหัสสำรองหนึ่งรหัสแทน",
        "It changes every half minute. Without the telephone, use one of your recovery codes.",
    ),
    "second_go": ("ยืนยันและเข้าสู่ระบบ", "Confirm and sign in"),
    "second_back": ("กลับไปหน้าเข้าสู่ระบบ", "Back to sign-in"),
    "help_second": (
        (
            "เปิดแอปยืนยันตัวตนในโทรศัพท์แล้วพิมพ์รหัสหกหลักภายในสิบนาที หากโทรศัพท์หายและไม่มีรหัสสำรอง "
            "ให้ผู้ดูแลระบบของสำนักงานยกเลิกโทรศัพท์เดิม"
        ),
        (
            "Open the authenticator on your telephone and type its six digits within ten minutes. If "
            "telephone and recovery codes are lost, the office’s administrator takes the old "
            "telephone away."
        ),
    ),
    "help_second_enrol": (
        (
            "ใช้แอปยืนยันตัวตนใดก็ได้ เช่น Google Authenticator, Microsoft Authenticator หรือ Aegis "
            "แอปทำงานได้โดยไม่ต้องต่ออินเทอร์เน็ต"
        ),
        (
            "Any authenticator will do: Google Authenticator, Microsoft Authenticator, Aegis. It "
            "works offline."
        ),
    ),
    "factor_title": ("การยืนยันขั้นที่สอง", "Second factor"),
    "factor_lead": (
        "นอกจากรหัสผ่าน ผู้เข้าสู่ระบบต้องมีโทรศัพท์ของท่าน คนที่รู้รหัสผ่านอย่างเดียวจึงเข้าไม่ได้",
        ("Besides the password it takes your telephone: whoever knows the password alone does not come in."),
    ),
    "factor_step_app": ("เปิดแอปยืนยันตัวตนในโทรศัพท์", "Open an authenticator on your telephone."),
    "factor_step_scan": ("เพิ่มบัญชีโดยสแกนภาพนี้", "Add an account by scanning this picture."),
    "factor_step_type": ("พิมพ์รหัสหกหลักที่แอปแสดง", "Type the six digits that it shows."),
    "factor_qr_alt": ("รหัสคิวอาร์สำหรับแอปยืนยันตัวตน", "QR code for the authenticator"),
    "factor_by_hand": ("สแกนไม่ได้ พิมพ์กุญแจเอง", "Cannot scan? Type the key"),
    "factor_code": ("รหัสหกหลัก", "Six digits"),
    "factor_code_hint": ("รหัสเปลี่ยนทุกครึ่งนาที", "They change every half minute."),
    "factor_code_or_recovery": ("รหัสหกหลักหรือรหัสสำรอง", "Six digits or a recovery code"),
    "factor_confirm": ("ยืนยันและเปิดใช้", "Confirm and turn on"),
    "factor_begin": ("เริ่มตั้ง", "Set it up"),
    "factor_begin_again": ("เริ่มใหม่ด้วยภาพอื่น", "Begin again with another picture"),
    "factor_begin_hint": ("พิมพ์รหัสผ่านของท่านเพื่อเริ่ม", "Type your password to begin."),
    "factor_on": ("เปิดใช้แล้ว", "On"),
    "factor_off": ("ยังไม่ได้เปิดใช้", "Not on"),
    "factor_left": ("เหลือรหัสสำรอง {count} รหัส", "{count} recovery codes left"),
    "factor_asked": ("สำนักงานกำหนดให้เปิดใช้", "Your office asks for it"),
    "factor_asked_long": (
        "สำนักงานกำหนดให้บทบาทของท่านยืนยันขั้นที่สอง หากยังไม่ตั้ง ระบบจะให้ตั้งเมื่อเข้าสู่ระบบครั้งถัดไป",
        (
            "Your office asks your role for a second factor. If it is not set up here, the next "
            "sign-in asks for it."
        ),
    ),
    "factor_set_up": ("ตั้งการยืนยันขั้นที่สอง", "Set it up"),
    "factor_manage": ("จัดการ", "Manage"),
    "factor_turn_off": ("ปิดการยืนยันขั้นที่สอง", "Turn it off"),
    "factor_turn_off_lead": (
        "ปิดก่อนเปลี่ยนโทรศัพท์ แล้วตั้งใหม่ รหัสสำรองเดิมใช้ไม่ได้อีก",
        "For a new telephone turn it off, then set it up again. The old recovery codes end.",
    ),
    "factor_done_off": ("ปิดการยืนยันขั้นที่สองแล้ว", "The second factor is off."),
    "help_factor": (
        (
            "แอปในโทรศัพท์แสดงรหัสหกหลักที่เปลี่ยนทุกครึ่งนาที แต่ละรหัสใช้ได้ครั้งเดียว รหัสสำรองใช้แทนเมื่อไม่มีโทรศัพท์ "
            "ควรพิมพ์เก็บไว้ในที่ปลอดภัย"
        ),
        (
            "The telephone shows six digits that change every half minute; each works once. Recovery "
            "codes stand in when the telephone is not at hand: print them and keep them safe."
        ),
    ),
    "recovery_title": ("รหัสสำรองของท่าน", "Your recovery codes"),
    "recovery_on": ("เปิดใช้การยืนยันขั้นที่สองแล้ว", "The second factor is on."),
    "recovery_lead": (
        "แสดงครั้งเดียวในหน้านี้ ระบบไม่เก็บไว้ พิมพ์หรือจดเก็บในที่ปลอดภัย แต่ละรหัสใช้ได้ครั้งเดียว",
        ("Shown on this page only and kept nowhere. Print them or write them down. Each works once."),
    ),
    "recovery_list": ("สิบรหัส", "Ten codes"),
    "recovery_print": ("พิมพ์", "Print"),
    "recovery_kept": ("เก็บรหัสแล้ว ไปต่อ", "I have kept them: go on"),
    "recovery_new": ("ออกรหัสสำรองใหม่", "New recovery codes"),
    "recovery_new_lead": ("ได้สิบรหัสใหม่ รหัสเดิมทั้งหมดใช้ไม่ได้อีก", "Ten new ones; all those before end."),
    "help_recovery": (
        "ใช้รหัสสำรองหนึ่งรหัสแทนรหัสหกหลักเมื่อโทรศัพท์หายหรือไม่อยู่กับตัว อย่าเก็บไว้ในโทรศัพท์เครื่องเดียวกัน",
        (
            "One recovery code stands in for the six digits when the telephone is lost. Do not keep "
            "them on it."
        ),
    ),
    "forgotten_title": ("ลืมรหัสผ่าน", "Forgotten password"),
    "forgotten_lead": (
        "พิมพ์ชื่อบัญชี ระบบส่งลิงก์ตั้งรหัสผ่านใหม่ไปยังอีเมลที่ท่านให้ไว้ในหน้าการรับแจ้ง",
        "Type your account’s name. A link goes to the e-mail address that you gave for notices.",
    ),
    "forgotten_go": ("ส่งลิงก์", "Send the link"),
    "forgotten_sent": ("รับคำขอแล้ว", "The request was taken"),
    "forgotten_sent_text": (
        ("หากมีบัญชีนี้และมีอีเมล ลิงก์จะถึงในไม่กี่นาทีและใช้ได้สามสิบนาที หากไม่ได้รับ ขอรหัสครั้งเดียวจากผู้ดูแลระบบของสำนักงาน"),
        (
            "If there is such an account with an e-mail address, a link arrives within minutes and "
            "works for half an hour. If none comes, ask the office’s administrator for a one-time "
            "code."
        ),
    ),
    "forgotten_code_title": ("มีรหัสครั้งเดียวแล้ว", "I have a one-time code"),
    "forgotten_code_lead": (
        "ผู้ดูแลระบบของสำนักงานออกรหัสครั้งเดียวให้ได้ ใช้ได้หนึ่งวัน",
        "The office’s administrator can hand you one; it works for a day.",
    ),
    "forgotten_code_go": ("ตั้งรหัสผ่านด้วยรหัสครั้งเดียว", "Set the password with it"),
    "help_forgotten": (
        "คำตอบเหมือนกันทุกชื่อ เพื่อไม่ให้คนอื่นรู้ว่ามีบัญชีใดอยู่ ขอได้สามครั้งต่อชั่วโมง",
        (
            "The answer is the same for every name, so that nobody learns which accounts there are. "
            "Three an hour."
        ),
    ),
    "first_title": ("ใช้บัญชีครั้งแรก", "First sign-in"),
    "first_lead": (
        "พิมพ์รหัสครั้งเดียวที่ได้รับพร้อมบัญชี แล้วตั้งรหัสผ่านของท่านเอง",
        "Type the one-time code that came with the account, and choose your own password.",
    ),
    "reset_title": ("ตั้งรหัสผ่านใหม่", "A new password"),
    "reset_lead": (
        "พิมพ์รหัสครั้งเดียวจากอีเมลหรือจากผู้ดูแลระบบ แล้วตั้งรหัสผ่านใหม่",
        ("Type the one-time code from the mail or from the administrator, and choose a new password."),
    ),
    "one_time_code": ("รหัสครั้งเดียว", "One-time code"),
    "one_time_code_hint": (
        "สิบหกตัว พิมพ์ตัวเล็กหรือเว้นวรรคก็ได้",
        "Sixteen signs; small letters and blanks do no harm.",
    ),
    "password_old": ("รหัสผ่านปัจจุบัน", "Present password"),
    "password_new": ("รหัสผ่านใหม่", "New password"),
    "password_again": ("รหัสผ่านใหม่อีกครั้ง", "New password again"),
    "password_rules": (
        "อย่างน้อยแปดตัว ใช้ประโยคภาษาไทยก็ได้ ไม่ใช่คำที่เดาง่ายและไม่มีชื่อบัญชี",
        (
            "Eight signs or more, a Thai sentence will do; nothing that is tried first, nor the "
            "account’s name."
        ),
    ),
    "password_set": ("ตั้งรหัสผ่าน", "Set the password"),
    "password_change_lead": (
        "หลังเปลี่ยน การเข้าสู่ระบบของท่านในเครื่องอื่นทั้งหมดจะสิ้นสุด",
        "Afterwards your sessions on all other computers end.",
    ),
    "help_new_password": (
        "รหัสผ่านที่ดีคือประโยคที่มีแต่ท่านที่นึกออก ไม่ต้องเปลี่ยนตามรอบเวลา เปลี่ยนเมื่อสงสัยว่ามีคนรู้",
        ("A good password is a sentence only you would think of. Change it when somebody may know it."),
    ),
    "reset_mail_subject": ("ตั้งรหัสผ่านใหม่", "A new password"),
    "reset_mail_lead": (
        "เรียน {name} มีผู้ขอตั้งรหัสผ่านใหม่ของบัญชี {username}",
        "{name}: somebody asked for a new password for the account {username}.",
    ),
    "reset_mail_link": ("เปิดลิงก์นี้เพื่อตั้งรหัสผ่านใหม่: {link}", "Open this to choose one: {link}"),
    "reset_mail_code": (
        "เปิดหน้าเข้าสู่ระบบของสำนักงาน กด “ลืมรหัสผ่าน” แล้วใช้รหัสครั้งเดียว {code}",
        ("Open your office’s sign-in page, choose “Forgotten password” and use the one-time code {code}"),
    ),
    "reset_mail_until": ("ใช้ได้สามสิบนาที และใช้ได้ครั้งเดียว", "It works for half an hour, once."),
    "reset_mail_not_you": (
        "หากท่านไม่ได้ขอ ไม่ต้องทำอะไร รหัสผ่านเดิมยังใช้ได้",
        "If it was not you, do nothing: your password stays as it is.",
    ),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}
