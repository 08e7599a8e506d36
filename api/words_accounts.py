"""What is said about accounts: codes, second factors, new passwords, the identity provider."""

from collections.abc import Mapping
from typing import Final

Words = tuple[str, str, str]
# code: (Thai title, sentence, what to do next), the same in English
_BOTH: Final[dict[str, tuple[Words, Words]]] = {
    "account_ended": (
        (
            "บัญชีนี้สิ้นสุดแล้ว",
            "บัญชีนี้ใช้ได้ถึงวันที่ {last_day}",
            "หากยังต้องใช้ ขอให้ผู้ดูแลระบบของสำนักงานต่ออายุบัญชี",
        ),
        (
            "This account has ended",
            "The account was in force until {last_day}.",
            "If it is still needed, ask the office’s administrator to extend it.",
        ),
    ),
    "code_refused": (
        (
            "รหัสนี้ใช้ไม่ได้",
            "รหัสไม่ถูกต้อง ใช้ไปแล้ว หรือหมดอายุ",
            "ตรวจรหัสที่พิมพ์ หรือขอรหัสใหม่จากผู้ดูแลระบบของสำนักงาน",
        ),
        (
            "This code does not work",
            "The code is wrong, was used already, or is too old.",
            "Check what was typed, or ask the office’s administrator for a new one.",
        ),
    ),
    "second_factor_refused": (
        (
            "รหัสยืนยันไม่ถูกต้อง",
            "รหัสหกหลักหรือรหัสสำรองไม่ถูกต้อง หมดเวลา หรือใช้ไปแล้ว",
            "รอรหัสใหม่ในโทรศัพท์แล้วพิมพ์ให้ทันภายในครึ่งนาที และตรวจว่าเวลาของโทรศัพท์ตรง",
        ),
        (
            "The second code is not right",
            "The six digits or the recovery code are wrong, too old or were used already.",
            "Wait for the next code on the telephone, type it within half a minute, and check its clock.",
        ),
    ),
    "password_needed": (
        (
            "ต้องพิมพ์รหัสผ่านอีกครั้ง",
            "ขั้นตอน {trigger} เป็นการอนุมัติขั้นสุดท้าย สำนักงานกำหนดให้พิมพ์รหัสผ่านยืนยัน",
            "พิมพ์รหัสผ่านของท่านในช่องยืนยัน แล้วส่งใหม่",
        ),
        (
            "Type the password again",
            "{trigger} is a final approval, for which the office has the password typed again.",
            "Type your password to confirm, and send it again.",
        ),
    ),
    "address_needs_password": (
        (
            "ต้องพิมพ์รหัสผ่าน",
            "อีเมลของท่านเป็นที่ส่งลิงก์ตั้งรหัสผ่านใหม่ จึงต้องยืนยันว่าเป็นท่านเองที่เปลี่ยน",
            "พิมพ์รหัสผ่านของท่าน แล้วส่งใหม่",
        ),
        (
            "Type your password",
            "Links for a new password go to your e-mail address, so show that it is you who changes it.",
            "Type your password, and send it again.",
        ),
    ),
    "provider_unreachable": (
        (
            "ติดต่อผู้ให้บริการยืนยันตัวตนไม่ได้",
            "ระบบยืนยันตัวตนของสำนักงานไม่ตอบ",
            "เข้าสู่ระบบด้วยรหัสผ่าน หรือลองใหม่ภายหลัง",
        ),
        (
            "The identity provider cannot be reached",
            "The office’s identity provider did not answer.",
            "Sign in with the password, or try again later.",
        ),
    ),
    "provider_state": (
        (
            "การเข้าสู่ระบบนี้ไม่ได้เริ่มจากที่นี่",
            "คำตอบไม่ตรงกับการเข้าสู่ระบบที่เริ่มไว้ในเบราว์เซอร์นี้ หรือเริ่มไว้นานเกินสิบนาที",
            "กลับไปหน้าเข้าสู่ระบบ แล้วเริ่มใหม่",
        ),
        (
            "This sign-in did not begin here",
            "The answer belongs to no sign-in begun in this browser within the last ten minutes.",
            "Go back to the sign-in page and begin again.",
        ),
    ),
    "provider_answer": (
        (
            "คำตอบของผู้ให้บริการยืนยันตัวตนใช้ไม่ได้",
            "ตรวจคำตอบแล้วไม่ผ่าน จึงยังไม่ได้เข้าสู่ระบบ",
            "ลองใหม่อีกครั้ง หากยังไม่ได้ แจ้งผู้ดูแลระบบของสำนักงาน",
        ),
        (
            "The identity provider’s answer was not taken",
            "The answer did not stand the checks, so nobody was signed in.",
            "Try again; if it still fails, tell the office’s administrator.",
        ),
    ),
    "provider_not_linked": (
        (
            "ยังไม่ได้ผูกบัญชี",
            "บัญชีของผู้ให้บริการนี้ยังไม่ได้ผูกกับบัญชีที่ใช้ได้ในระบบ",
            "เข้าสู่ระบบด้วยรหัสผ่านแล้วผูกบัญชีในหน้าบัญชีของฉัน หรือขอให้ผู้ดูแลระบบผูกให้",
        ),
        (
            "Not linked yet",
            "This account at the provider is not linked to an account in force here.",
            "Sign in with the password and link it on your account page, or ask the administrator.",
        ),
    ),
    "provider_linked_elsewhere": (
        (
            "บัญชีนี้ผูกกับผู้อื่นแล้ว",
            "บัญชีของผู้ให้บริการนี้ผูกกับบัญชีอื่นในระบบอยู่แล้ว",
            "ตรวจว่าใช้บัญชีของตนเอง หรือแจ้งผู้ดูแลระบบของสำนักงาน",
        ),
        (
            "Linked to somebody else",
            "This account at the provider is linked to another account here.",
            "Check that the account is yours, or tell the office’s administrator.",
        ),
    ),
    "provider_not_set": (
        (
            "สำนักงานยังไม่ได้ตั้งผู้ให้บริการยืนยันตัวตน",
            "ไม่มีผู้ให้บริการยืนยันตัวตนสำหรับสำนักงานนี้",
            "เข้าสู่ระบบด้วยรหัสผ่าน",
        ),
        ("No identity provider", "The office has set up no identity provider.", "Sign in with the password."),
    ),
    "input_service_account": (
        ("บัญชีของระบบ", "“{detail}” เป็นบัญชีของระบบ ไม่มีใครใช้เข้าสู่ระบบ", "เลือกบัญชีของบุคคล"),
        (
            "The system’s account",
            "Nobody signs in to “{detail}”.",
            "Choose a person.",
        ),
    ),
    "input_account_ended": (
        ("บัญชีนี้สิ้นสุดแล้ว", "บัญชี “{detail}” ไม่อยู่ในช่วงที่ใช้ได้แล้ว", "ต่ออายุบัญชีก่อน แล้วออกรหัสใหม่"),
        ("The account has ended", "The account “{detail}” is no longer in force.", "Extend it first."),
    ),
    "input_too_common": (
        (
            "รหัสผ่านเดาง่าย",
            "รหัสผ่านนี้อยู่ในรายการที่ผู้บุกรุกลองก่อน หรือใช้ตัวซ้ำเกือบทั้งหมด",
            "ตั้งเป็นประโยคสั้น ๆ ที่มีแต่ท่านที่นึกออก",
        ),
        (
            "A password that is tried first",
            "This password is among the first that anybody tries, or nearly all one sign.",
            "Make a short sentence that only you would think of.",
        ),
    ),
    "input_like_username": (
        ("รหัสผ่านเหมือนชื่อบัญชี", "รหัสผ่านมีชื่อบัญชีอยู่ข้างใน", "ตั้งรหัสผ่านที่ไม่มีชื่อบัญชี"),
        ("Like the account’s name", "The password contains the account’s name.", "Choose one without it."),
    ),
    "input_not_the_same": (
        ("รหัสผ่านสองช่องไม่ตรงกัน", "พิมพ์รหัสผ่านใหม่สองครั้งไม่เหมือนกัน", "พิมพ์ใหม่ทั้งสองช่อง"),
        ("Not the same twice", "The new password was typed in two different ways.", "Type both again."),
    ),
    "input_already_on": (
        ("เปิดใช้อยู่แล้ว", "{name}เปิดใช้อยู่แล้ว", "หากเปลี่ยนโทรศัพท์ ให้ปิดของเดิมก่อน"),
        ("On already", "{name}: it is on already.", "For a new telephone, turn the old one off first."),
    ),
    "input_not_begun": (
        ("ยังไม่ได้เริ่ม", "{name}ยังไม่ได้เริ่มตั้ง", "กดเริ่มตั้งก่อน แล้วสแกนภาพ"),
        ("Not begun", "{name}: setting it up was not begun.", "Begin first, then scan the picture."),
    ),
    "input_not_on": (
        ("ยังไม่ได้เปิดใช้", "{name}ของ “{detail}” ยังไม่ได้เปิดใช้", "ไม่ต้องทำอะไรเพิ่ม"),
        ("Not on", "{name} of “{detail}” is not on.", "Nothing needs to be done."),
    ),
    "input_not_address": (
        ("ไม่ใช่ที่อยู่เว็บ", "{name}: “{detail}” ไม่ใช่ที่อยู่เว็บที่ใช้ได้", "คัดลอกที่อยู่จากผู้ให้บริการมาทั้งบรรทัด"),
        ("Not a web address", "{name}: “{detail}” is no web address.", "Copy it whole from the provider."),
    ),
    "input_not_https": (
        ("ต้องเป็น https", "{name}: “{detail}” ไม่ได้ขึ้นต้นด้วย https", "ใช้ที่อยู่ที่ขึ้นต้นด้วย https://"),
        ("https is needed", "{name}: “{detail}” does not begin with https.", "Use an address with https://."),
    ),
    "input_subject_or_email": (
        ("ยังไม่ได้ระบุบัญชี", "ต้องกรอกรหัสผู้ใช้ (sub) หรืออีเมลที่ผู้ให้บริการรู้จัก", "กรอกอย่างใดอย่างหนึ่ง"),
        ("Which account?", "The provider’s subject or a checked e-mail address is needed.", "Fill in one."),
    ),
    "input_taken": (
        ("ผูกกับผู้อื่นแล้ว", "บัญชีของผู้ให้บริการนี้ผูกกับผู้อื่นแล้ว", "ตรวจรายการที่ผูกไว้ หรือยกเลิกของเดิมก่อน"),
        ("Taken", "This account at the provider is linked already.", "See the list, or take the old away."),
    ),
}
ACCOUNTS_TH: Mapping[str, Words] = {code: thai for code, (thai, _) in _BOTH.items()}
ACCOUNTS_EN: Mapping[str, Words] = {code: english for code, (_, english) in _BOTH.items()}
NAMES: Final[dict[str, tuple[str, str]]] = {
    "idle_minutes": ("เวลาที่ไม่ใช้งาน (นาที)", "Minutes without use"),
    "absolute_hours": ("เวลาสูงสุด (ชั่วโมง)", "Hours at most"),
    "second_factor_roles": ("บทบาทที่ต้องยืนยันขั้นที่สอง", "Roles with a second factor"),
    "second_factor": ("การยืนยันขั้นที่สอง", "The second factor"),
    "issuer": ("ที่อยู่ผู้ให้บริการ", "Issuer"),
    "client_id": ("รหัสระบบ (client ID)", "Client ID"),
    "client_secret": ("รหัสลับ (client secret)", "Client secret"),
    "provider_name": ("ชื่อผู้ให้บริการ", "The provider’s name"),
    "identity": ("บัญชีที่ผูก", "Linked account"),
    "session": ("การเข้าสู่ระบบ", "Session"),
    "purpose": ("ใช้สำหรับ", "Purpose"),
}
