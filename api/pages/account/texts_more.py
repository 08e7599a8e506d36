"""The words of the account page and of an office's rules of sign-in, in Thai and English."""

from typing import Final

_BOTH: Final[dict[str, tuple[str, str]]] = {
    "help_account": (
        (
            "ดูว่าท่านมีอำนาจจากตำแหน่งใด เข้าสู่ระบบอยู่จากเครื่องใดบ้าง เปลี่ยนรหัสผ่าน และตั้งการยืนยันขั้นที่สอง "
            "หากเห็นเครื่องที่ไม่รู้จัก ให้สิ้นสุดการเข้าสู่ระบบนั้นแล้วเปลี่ยนรหัสผ่าน"
        ),
        (
            "See by which posts you act and from which computers you are signed in; change the "
            "password and set up the second factor. If a computer is strange to you, end its session "
            "and change the password."
        ),
    ),
    "account_lead": (
        "ตำแหน่ง การพิสูจน์ตัวตน และเครื่องที่ท่านเข้าสู่ระบบอยู่",
        "Your posts, what proves who you are, and where you are signed in.",
    ),
    "account_until": ("บัญชีใช้ได้ถึง", "In force until"),
    "account_no_end": ("ไม่กำหนด", "no end set"),
    "account_posts": ("ตำแหน่งที่มีผลวันนี้", "Posts in force today"),
    "account_no_posts": ("วันนี้ไม่มีตำแหน่งที่มีผล", "No post is in force today."),
    "account_acting": ("รักษาราชการแทน", "Acting"),
    "account_on_behalf": ("ปฏิบัติราชการแทน", "On behalf"),
    "account_order": ("คำสั่ง {number}", "Order {number}"),
    "account_post_until": ("ถึง {day}", "until {day}"),
    "account_proof": ("การพิสูจน์ตัวตน", "What proves who you are"),
    "account_change_password": ("เปลี่ยนรหัสผ่าน", "Change the password"),
    "account_likes": ("การแสดงผลและการแจ้งเตือน", "Looks and notices"),
    "account_likes_where": (
        "เลือกภาษา ตัวเลขไทยหรืออารบิก และสีของหน้าจอได้ที่ท้ายหน้าทุกหน้า",
        "Language, digits and colours are chosen at the foot of every page.",
    ),
    "account_notices": ("การรับแจ้ง", "How I am told"),
    "account_done_session": ("สิ้นสุดการเข้าสู่ระบบนั้นแล้ว", "That session has ended."),
    "account_done_others": ("สิ้นสุดการเข้าสู่ระบบในเครื่องอื่นทั้งหมดแล้ว", "All other sessions have ended."),
    "account_done_password": (
        "เปลี่ยนรหัสผ่านแล้ว เครื่องอื่นต้องเข้าสู่ระบบใหม่",
        "The password is changed. Other computers must sign in again.",
    ),
    "account_done_linked": ("ผูกบัญชีแล้ว", "The account is linked."),
    "account_done_unlinked": ("ยกเลิกการผูกบัญชีแล้ว", "The link is taken away."),
    "identity_title": ("บัญชีผู้ให้บริการยืนยันตัวตน", "Identity provider"),
    "identity_linked": ("ผูกกับ {issuer} แล้ว", "Linked with {issuer}"),
    "identity_unlink": ("ยกเลิกการผูก", "Take the link away"),
    "identity_link": ("ผูกบัญชีกับ {name}", "Link with {name}"),
    "identity_link_hint": (
        "พิมพ์รหัสผ่านของท่านเพื่อยืนยันว่าเป็นท่านเอง เพราะบัญชีที่ผูกแล้วใช้เข้าสู่ระบบได้",
        "Type your password to show that it is you: whoever has the linked account can sign in with it.",
    ),
    "identity_leave_title": ("ไปผูกบัญชี", "On to link the account"),
    "identity_leave_lead": (
        "เข้าสู่ระบบที่ {name} ภายในสิบนาที แล้วท่านจะกลับมาที่นี่",
        "Sign in at {name} within ten minutes; it then leads you back here.",
    ),
    "identity_leave_go": ("ไปที่ {name}", "Go on to {name}"),
    "identity_leave_not": ("ไม่ผูกบัญชี", "Do not link"),
    "help_identity_leave": (
        "บัญชียังไม่ได้ผูกจนกว่าท่านจะไปที่ผู้ให้บริการและกลับมา ถ้าเปลี่ยนใจให้กลับไปที่หน้าบัญชีของท่าน",
        "Nothing is linked before you have gone there and come back. Else go back to your account.",
    ),
    "sessions_title": ("การเข้าสู่ระบบที่ยังใช้อยู่", "Sessions"),
    "sessions_lead": (
        "สิ้นสุดเองเมื่อไม่ใช้งาน {minutes} นาที และไม่เกิน {hours} ชั่วโมงนับแต่เข้าสู่ระบบ",
        ("Each ends by itself after {minutes} minutes without use, and {hours} hours after signing in."),
    ),
    "sessions_device": ("เครื่อง", "Browser"),
    "sessions_address": ("ที่อยู่เครือข่าย", "Network address"),
    "sessions_since": ("เข้าสู่ระบบเมื่อ", "Signed in"),
    "sessions_seen": ("ใช้ล่าสุด", "Last used"),
    "sessions_do": ("ดำเนินการ", "Do"),
    "sessions_this": ("เครื่องนี้", "This one"),
    "sessions_unknown": ("ไม่ทราบเครื่อง", "Unknown browser"),
    "sessions_end": ("สิ้นสุด", "End"),
    "sessions_end_others": ("สิ้นสุดทุกเครื่องยกเว้นเครื่องนี้", "End all but this one"),
    "provider_title": ("เข้าสู่ระบบด้วยผู้ให้บริการยืนยันตัวตน", "Sign in by identity provider"),
    "provider_lead": ("ผู้ให้บริการยืนยันตัวตนของท่านแล้ว", "The provider has confirmed who you are."),
    "provider_go": ("ไปต่อ", "Go on"),
    "help_provider": (
        "หน้านี้ไปต่อเอง หากไม่ไป ให้กดปุ่ม บัญชีของผู้ให้บริการต้องผูกกับบัญชีในระบบก่อน",
        ("This page goes on by itself; if it does not, press the button. Accounts must be linked first."),
    ),
    "policy_lead": (
        "กำหนดว่าเข้าสู่ระบบได้นานเท่าใด ใครต้องยืนยันขั้นที่สอง และออกรหัสครั้งเดียวให้ผู้ลืมรหัสผ่าน",
        ("How long sessions last, who shows a second factor, and one-time codes for forgotten passwords."),
    ),
    "help_policy": (
        "การเปลี่ยนกฎมีผลทันที รวมถึงผู้ที่เข้าสู่ระบบอยู่ ทุกการเปลี่ยนแปลงและทุกรหัสที่ออกบันทึกในประวัติ แต่ไม่บันทึกตัวรหัส",
        (
            "Rules hold at once, for those signed in too. Every change and every code that is made "
            "goes into the record; the code itself does not."
        ),
    ),
    "policy_rules": ("กฎการเข้าสู่ระบบ", "Rules"),
    "policy_idle": ("ไม่ใช้งานกี่นาทีจึงออกจากระบบ", "Minutes without use"),
    "policy_idle_hint": ("{least} ถึง {most} นาที", "{least} to {most}"),
    "policy_hours": ("อยู่ในระบบได้นานที่สุดกี่ชั่วโมง", "Hours at most"),
    "policy_hours_hint": ("{least} ถึง {most} ชั่วโมง", "{least} to {most}"),
    "policy_roles": ("บทบาทที่ต้องยืนยันขั้นที่สอง", "Roles that show a second factor"),
    "policy_roles_hint": (
        "แนะนำผู้อนุมัติและผู้ดูแลระบบ ผู้ที่ยังไม่ตั้งจะได้ตั้งเมื่อเข้าสู่ระบบครั้งถัดไป",
        "Approvers and administrators are advised. Who has none sets it up at the next sign-in.",
    ),
    "policy_retype": ("พิมพ์รหัสผ่านอีกครั้งเมื่ออนุมัติขั้นสุดท้าย", "Type the password again for final approvals"),
    "policy_retype_hint": (
        "การอนุมัติของผู้อำนวยการและการบันทึกมติเห็นชอบของคณะกรรมการภายนอก การลงนามหนังสือถามเสมอ",
        ("Approvals by the director and recorded approvals of outside boards. Signing a paper always asks."),
    ),
    "policy_save": ("บันทึกกฎ", "Save the rules"),
    "policy_done_rules": ("บันทึกกฎแล้ว มีผลทันที", "The rules are saved and hold at once."),
    "policy_done_provider": ("บันทึกผู้ให้บริการยืนยันตัวตนแล้ว", "The identity provider is saved."),
    "policy_done_linked": ("ผูกบัญชีแล้ว", "The account is linked."),
    "policy_done_unlinked": ("ยกเลิกการผูกแล้ว", "The link is taken away."),
    "policy_done_taken": (
        "ยกเลิกโทรศัพท์เดิมแล้ว เจ้าของบัญชีเข้าสู่ระบบใหม่และตั้งเครื่องใหม่ได้",
        "The old telephone is taken away. She signs in again and sets up a new one.",
    ),
    "policy_code": ("ออกรหัสครั้งเดียว", "Make a one-time code"),
    "policy_code_lead": (
        "ส่งให้เจ้าของบัญชีด้วยตนเองหรือทางโทรศัพท์ รหัสก่อนหน้าของบัญชีนั้นใช้ไม่ได้อีก",
        "Hand it to the account’s owner yourself or by telephone. Earlier codes of hers end.",
    ),
    "policy_code_for": ("ใช้สำหรับ", "For"),
    "policy_code_reset": ("ลืมรหัสผ่าน (ใช้ได้หนึ่งวัน)", "A forgotten password (one day)"),
    "policy_code_first": ("ใช้บัญชีครั้งแรก (ใช้ได้เจ็ดวัน)", "The first sign-in (seven days)"),
    "policy_code_go": ("ออกรหัส", "Make the code"),
    "policy_code_made": (
        "รหัสครั้งเดียวของ {username} (แสดงครั้งเดียว)",
        "One-time code of {username}, shown once",
    ),
    "policy_code_until": ("ใช้ได้ถึง {moment}", "It works until {moment}."),
    "policy_telephones": ("ผู้ที่เปิดการยืนยันขั้นที่สอง", "Who has a second factor"),
    "policy_no_telephones": ("ยังไม่มีผู้เปิดใช้", "Nobody yet."),
    "policy_since": ("ตั้งแต่", "Since"),
    "policy_take_away": ("ยกเลิกโทรศัพท์เดิม", "Take the telephone away"),
    "policy_take_away_hint": (
        "ใช้เมื่อโทรศัพท์หายและไม่มีรหัสสำรอง ตรวจให้แน่ใจก่อนว่าผู้ขอคือเจ้าของบัญชี",
        "For a lost telephone without recovery codes. Make sure first that it is she who asks.",
    ),
    "policy_provider": ("ผู้ให้บริการยืนยันตัวตน (OpenID Connect)", "Identity provider (OpenID Connect)"),
    "policy_provider_lead": (
        "ไม่บังคับ เว้นที่อยู่ว่างไว้หากไม่ใช้ ผู้ใช้เข้าได้เฉพาะบัญชีที่ผูกไว้เท่านั้น",
        "Not needed; leave the address empty without one. Only linked accounts come in by it.",
    ),
    "policy_issuer": ("ที่อยู่ผู้ให้บริการ (issuer)", "Issuer"),
    "policy_issuer_hint": ("ขึ้นต้นด้วย https://", "It begins with https://"),
    "policy_client_id": ("รหัสระบบ (client ID)", "Client ID"),
    "policy_client_secret": ("รหัสลับ (client secret)", "Client secret"),
    "policy_client_secret_hint": (
        "เก็บแบบเข้ารหัสและไม่แสดงอีก เว้นว่างเพื่อใช้ของเดิม",
        "Kept sealed and never shown again. Leave empty to keep the present one.",
    ),
    "policy_provider_name": ("ชื่อบนปุ่ม", "Name on the button"),
    "policy_provider_name_hint": ("เช่น บัญชีของสำนักงาน", "Such as: office account"),
    "policy_answer_address": ("ที่อยู่สำหรับกรอกที่ผู้ให้บริการ (redirect URI)", "Redirect URI for the provider"),
    "policy_save_provider": ("บันทึกผู้ให้บริการ", "Save the provider"),
    "policy_links": ("บัญชีที่ผูกไว้", "Linked accounts"),
    "policy_no_links": ("ยังไม่มีบัญชีที่ผูกไว้", "None yet."),
    "policy_link": ("ผูกบัญชี", "Link an account"),
    "policy_link_lead": (
        "กรอกรหัสผู้ใช้หรืออีเมลที่ผู้ให้บริการรู้จักอย่างใดอย่างหนึ่ง",
        "Give the provider’s subject or an e-mail address that it has checked.",
    ),
    "policy_subject": ("รหัสผู้ใช้ (sub)", "Subject (sub)"),
    "policy_email": ("อีเมล", "E-mail"),
    "policy_email_hint": (
        "ใช้ได้ครั้งแรกเท่านั้น จากนั้นระบบจำรหัสผู้ใช้แทน",
        "Counts for the first sign-in only; from then on the subject does.",
    ),
    "policy_not_yet": ("(ยังไม่เคยเข้า)", "(not used yet)"),
    "retype_password": ("พิมพ์รหัสผ่านของท่านเพื่อยืนยันการอนุมัติ", "Type your password to confirm the approval"),
    "retype_hint": (
        "สำนักงานกำหนดให้ยืนยันการอนุมัติขั้นสุดท้ายด้วยรหัสผ่าน",
        "Your office has final approvals confirmed with the password.",
    ),
    "entry_account": ("การเปลี่ยนแปลงของบัญชี{step}", "A change of an account{step}"),
    "entry_sign_in_policy": ("เปลี่ยนกฎการเข้าสู่ระบบ{step}", "Rules of sign-in changed{step}"),
    "entry_account_code_issued": ("ออกรหัสครั้งเดียวให้บัญชี", "A one-time code was made"),
    "entry_account_code_mailed": ("ส่งรหัสครั้งเดียวทางอีเมล", "A one-time code was mailed"),
    "entry_account_password_set_by_code": ("ตั้งรหัสผ่านด้วยรหัสครั้งเดียว", "Password set by one-time code"),
    "entry_account_password_changed": ("เปลี่ยนรหัสผ่าน", "Password changed"),
    "entry_account_session_revoked": ("สิ้นสุดการเข้าสู่ระบบหนึ่งรายการ", "A session was ended"),
    "entry_account_other_sessions_revoked": ("สิ้นสุดการเข้าสู่ระบบในเครื่องอื่น", "Other sessions were ended"),
    "entry_account_second_factor_on": ("เปิดใช้การยืนยันขั้นที่สอง", "Second factor turned on"),
    "entry_account_second_factor_off": ("ปิดการยืนยันขั้นที่สอง", "Second factor turned off"),
    "entry_account_second_factor_taken_away": (
        "ยกเลิกโทรศัพท์ยืนยันขั้นที่สองของบัญชี",
        "Second factor taken away",
    ),
    "entry_account_second_factor_refused": ("การยืนยันขั้นที่สองไม่ผ่าน", "Second factor refused"),
    "entry_account_recovery_codes_made": ("ออกรหัสสำรองใหม่", "New recovery codes made"),
    "entry_account_mail_address_changed": ("เปลี่ยนอีเมลของตนเอง", "Own e-mail address changed"),
    "entry_account_identity_linked": ("ผูกบัญชีกับผู้ให้บริการยืนยันตัวตน", "Linked with the identity provider"),
    "entry_account_identity_unlinked": ("ยกเลิกการผูกบัญชี", "Link with the identity provider taken away"),
}
TH: Final = {key: thai for key, (thai, _) in _BOTH.items()}
EN: Final = {key: english for key, (_, english) in _BOTH.items()}
