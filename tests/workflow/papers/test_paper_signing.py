"""Whoever signs a paper signs the words that are frozen with her signature, by an authority of that day."""

import json

import pytest
from msgspec.structs import replace
from paper_desk import MARKUP, MEMO, ORDER, TODAY, PaperDesk, desk_of_papers  # noqa: F401  a fixture
from sqlmodel import select

from workflow.attest import attest
from workflow.errors import (
    BadInput,
    ContentChanged,
    NotAllowed,
    PaperFixed,
    SomebodyWasFaster,
    StepRefused,
    TooLong,
    UnknownTrigger,
)
from workflow.models import Delegation, Item, PaperText
from workflow.papers import drafts, opinions, signing
from workflow.papers.signing import sha256_of, signed_text


def lacking(refused: pytest.ExceptionInfo[StepRefused]) -> list[str]:
    return [each.code for each in refused.value.missing]


def test_a_paper_comes_before_its_signer_with_the_opinions_in_their_order(papers: PaperDesk) -> None:
    item_id = papers.before_director(code="memo_quarter_call")
    given = opinions.opinions(papers.session, item_id)
    assert [(each.by, each.text, each.on) for each in given] == [
        ("ผู้ดำรงตำแหน่ง plan_director", "เห็นควรลงนาม", TODAY),
        ("ผู้ดำรงตำแหน่ง deputy_director", "เห็นชอบ", TODAY),
    ]
    assert given[0].title == "ตำแหน่ง plan_director"


def test_opinions_on_an_earlier_text_do_not_count(papers: PaperDesk) -> None:
    item_id = papers.before_deputy()
    papers.go(item_id, "send_back", "deputy_director", reason="แก้วันที่")
    papers.go(item_id, "fix", "plan_officer")
    assert opinions.opinions(papers.session, item_id) == ()
    papers.go(item_id, "pass_group", "plan_director", opinion="แก้แล้ว")
    assert [each.text for each in opinions.opinions(papers.session, item_id)] == ["แก้แล้ว"]


def test_an_opinion_written_while_the_paper_waited_counts(papers: PaperDesk) -> None:
    item_id = papers.proposed()
    director = papers.office.people["plan_director"]
    attest(papers.session, item_id, by=director, at=papers.hand().at, facts={"opinion": "ควรอนุมัติ"})
    papers.go(item_id, "pass_group", "plan_director")
    assert [each.text for each in opinions.opinions(papers.session, item_id)] == ["ควรอนุมัติ"]


def test_nobody_s_opinion_is_printed_under_another_s_name(papers: PaperDesk) -> None:
    """The deputy may record opinions, too; the group's director passes the paper with none but her own."""
    item_id = papers.proposed()
    deputy = papers.office.people["deputy_director"]
    attest(papers.session, item_id, by=deputy, at=papers.hand().at, facts={"opinion": "เห็นชอบทุกประการ"})
    with pytest.raises(StepRefused) as refused:
        papers.go(item_id, "pass_group", "plan_director")
    assert lacking(refused) == ["opinion_recorded"]
    papers.go(item_id, "pass_group", "plan_director", opinion="ควรทบทวน")
    attest(papers.session, item_id, by=deputy, at=papers.hand().at, facts={"opinion": "เห็นชอบ"})
    papers.go(item_id, "pass_deputy", "deputy_director")
    assert [each.text for each in opinions.opinions(papers.session, item_id)] == ["ควรทบทวน", "เห็นชอบ"]


def test_an_order_on_record_does_not_stand_for_the_one_that_is_signed(papers: PaperDesk) -> None:
    """The frozen text shows what was typed with the signature; an order nobody reads there is none."""
    item_id = papers.before_director()
    deputy = papers.office.people["deputy_director"]
    attest(papers.session, item_id, by=deputy, at=papers.hand().at, facts={"order": "ไม่อนุมัติ"})
    with pytest.raises(StepRefused) as refused:
        papers.sign(item_id, order="")
    assert lacking(refused) == ["order_recorded"]
    papers.sign(item_id)
    signed = opinions.signing(papers.session, item_id)
    assert signed is not None
    assert signed.text == ORDER


@pytest.mark.parametrize("signature", ["in_system", "on_paper"])
def test_signing_freezes_the_text_and_history_says_how_it_was_signed(
    papers: PaperDesk, signature: str
) -> None:
    item_id = papers.signed(signature=signature)
    text = signed_text(papers.session, item_id)
    assert text is not None
    assert (text.markup, text.sha256, text.signature) == (MARKUP, sha256_of(MARKUP), signature)
    assert (text.revision, text.item_version, text.signed_by) == (1, 4, papers.office.people["area_director"])
    facts = json.loads(papers.step(item_id, "sign").details)["facts"]
    assert facts == {"order": ORDER, "signature": signature, "text_sha256": sha256_of(MARKUP)}
    signed = opinions.signing(papers.session, item_id)
    assert signed is not None
    assert (signed.text, signed.capacity, signed.by) == (ORDER, "own", "ผู้ดำรงตำแหน่ง area_director")


def test_the_generic_step_does_not_sign_a_paper_kept_here(papers: PaperDesk) -> None:
    """Not without the frozen text, not with a made-up hash of one, and not with somebody else's."""
    item_id = papers.before_director()
    told = {"order": ORDER, "signature": "in_system"}
    for facts in (told, told | {"text_sha256": sha256_of(MARKUP)}):
        with pytest.raises(StepRefused) as refused:
            papers.go(item_id, "sign", "area_director", **facts)
        assert lacking(refused) == ["text_frozen"]
    papers.stands_in("deputy_director", "area_director")
    hand = papers.hand("area_director")
    signing.freeze(papers.session, item_id, MARKUP, "เรื่อง", revision=1, signature="in_system", hand=hand)
    with pytest.raises(StepRefused) as refused:
        papers.go(item_id, "sign", "deputy_director", **told, text_sha256=sha256_of(MARKUP))
    assert lacking(refused) == ["text_frozen"]
    with pytest.raises(StepRefused) as refused:
        papers.go(
            item_id, "sign", "area_director", order=ORDER, signature="on_paper", text_sha256=sha256_of(MARKUP)
        )
    assert lacking(refused) == ["text_frozen"]
    papers.go(item_id, "sign", "area_director", **told, text_sha256=sha256_of(MARKUP))
    assert papers.state(item_id) == "signed"


def test_a_text_that_was_frozen_and_not_signed_is_no_signed_text(papers: PaperDesk) -> None:
    item_id = papers.before_director()
    signing.freeze(
        papers.session,
        item_id,
        MARKUP,
        "เรื่อง",
        revision=1,
        signature="in_system",
        hand=papers.hand("area_director"),
    )
    assert signed_text(papers.session, item_id) is None


def test_a_memo_kept_on_paper_is_signed_without_a_text(papers: PaperDesk) -> None:
    bare = papers.office.open(papers.session, "memo", "M1")
    papers.go(bare.id, "propose", "plan_officer", fields_complete="ครบ")
    papers.go(bare.id, "pass_group", "plan_director", opinion="เห็นควร")
    papers.go(bare.id, "pass_deputy", "deputy_director", opinion="เห็นชอบ")
    papers.go(bare.id, "sign", "area_director", order=ORDER)
    assert papers.state(bare.id) == "signed"


def test_an_order_has_to_be_given(papers: PaperDesk) -> None:
    item_id = papers.before_director()
    with pytest.raises(StepRefused) as refused:
        papers.sign(item_id, order=" ")
    assert lacking(refused) == ["order_recorded"]


@pytest.mark.parametrize("capacity", ["acting", "on_behalf"])
def test_whoever_stands_in_for_the_director_signs_by_her_order(papers: PaperDesk, capacity: str) -> None:
    papers.stands_in("deputy_director", "area_director", capacity=capacity, subjects="memo.sign")
    item_id = papers.before_director()
    papers.sign(item_id, by="deputy_director")
    signed = opinions.signing(papers.session, item_id)
    assert signed is not None
    assert signed.person_id == papers.office.people["deputy_director"]
    assert (signed.capacity, signed.order_no) == (capacity, "7/2561")
    assert (signed.title, signed.stands_for) == ("ตำแหน่ง deputy_director", "ตำแหน่ง area_director")


def test_the_deputy_signs_on_behalf_only_where_an_order_covers_the_subject(papers: PaperDesk) -> None:
    item_id = papers.before_deputy()
    with pytest.raises(StepRefused) as refused:
        papers.sign(item_id, by="deputy_director", trigger="sign_as_deputy", order="")
    assert lacking(refused) == ["delegation_covers_subject"]
    papers.stands_in("deputy_director", "area_director", capacity="on_behalf", subjects="project")
    with pytest.raises(StepRefused) as refused:
        papers.sign(item_id, by="deputy_director", trigger="sign_as_deputy", order="")
    assert lacking(refused) == ["delegation_covers_subject"]
    papers.stands_in("deputy_director", "area_director", capacity="on_behalf", subjects="memo")
    papers.sign(item_id, by="deputy_director", trigger="sign_as_deputy", order="")
    assert papers.state(item_id) == "signed"
    text, signed = signed_text(papers.session, item_id), opinions.signing(papers.session, item_id)
    assert text is not None
    assert signed is not None
    assert text.signed_by == papers.office.people["deputy_director"]
    assert (signed.capacity, signed.order_no) == ("on_behalf", "7/2561")
    assert (signed.title, signed.stands_for) == ("ตำแหน่ง deputy_director", "ตำแหน่ง area_director")
    for order in papers.session.exec(select(Delegation)).all():
        papers.session.delete(
            order
        )  # by a hand in the database: of no other order than hers is anything told
    papers.session.flush()
    alone = opinions.signing(papers.session, item_id)
    assert alone is not None
    assert (alone.capacity, alone.order_no, alone.stands_for) == ("own", "", "")


def test_a_deputy_without_an_order_does_not_sign_for_the_director(papers: PaperDesk) -> None:
    item_id = papers.before_director()
    with pytest.raises(StepRefused) as refused:
        papers.sign(item_id, by="deputy_director")
    assert lacking(refused) == ["signing_authority_valid"]


@pytest.mark.parametrize("role", ["clerk", "plan_director", "school_officer", "system_admin"])
def test_nobody_signs_who_is_no_signer(papers: PaperDesk, role: str) -> None:
    item_id = papers.before_director()
    with pytest.raises(NotAllowed):
        papers.sign(item_id, by=role)


def test_whoever_submitted_a_paper_does_not_sign_it_even_standing_in(papers: PaperDesk) -> None:
    papers.stands_in("plan_officer", "area_director")
    item_id = papers.before_director()
    with pytest.raises(NotAllowed) as refused:
        papers.sign(item_id, by="plan_officer")
    assert (refused.value.denial.code, refused.value.denial.other_trigger) == ("separated", "propose")


def test_whoever_wrote_a_paper_does_not_sign_it_though_another_submitted_it(papers: PaperDesk) -> None:
    papers.stands_in("project_owner", "area_director")
    item_id = papers.draft(group_id=papers.office.groups["PLN"])
    changed = replace(MEMO, closing="จึงเรียนมาเพื่อโปรดพิจารณา")
    drafts.edit(papers.session, item_id, changed, papers.hand("project_owner"), expect_revision=1)
    papers.go(item_id, "propose", "plan_officer")
    papers.go(item_id, "pass_group_direct", "plan_director", opinion="เห็นควร", no_deputy_step="yes")
    with pytest.raises(NotAllowed) as refused:
        papers.sign(item_id, by="project_owner", revision=2)
    assert refused.value.denial.code == "separated"
    papers.sign(item_id, revision=2)
    assert papers.state(item_id) == "signed"


def test_nobody_signs_other_words_than_she_read(papers: PaperDesk) -> None:
    item_id = papers.before_director()
    papers.go(item_id, "send_back", "area_director", reason="แก้")
    changed = replace(MEMO, closing="จึงเรียนมาเพื่อโปรดพิจารณา")
    drafts.edit(papers.session, item_id, changed, papers.hand(), expect_revision=1)
    papers.go(item_id, "fix", "plan_officer")
    papers.go(item_id, "pass_group", "plan_director", opinion="แก้แล้ว")
    papers.go(item_id, "pass_deputy", "deputy_director", opinion="เห็นชอบ")
    with pytest.raises(ContentChanged):
        papers.sign(item_id, revision=1)
    papers.sign(item_id, revision=2)


def test_of_two_signers_the_second_is_told_who_was_faster(papers: PaperDesk) -> None:
    item_id = papers.before_deputy()
    version = papers.session.get_one(Item, item_id).version
    papers.go(item_id, "pass_deputy", "deputy_director", opinion="เห็นชอบ")
    with pytest.raises(SomebodyWasFaster):
        papers.sign(item_id, expect_version=version)


@pytest.mark.parametrize("state", ["draft", "pending_group", "signed"])
def test_nothing_is_frozen_but_before_a_signer(papers: PaperDesk, state: str) -> None:
    made = {"draft": papers.draft, "pending_group": papers.proposed, "signed": papers.signed}
    item_id = made[state]()
    before = len(papers.session.exec(select(PaperText)).all())
    with pytest.raises(PaperFixed):
        papers.sign(item_id)
    assert len(papers.session.exec(select(PaperText)).all()) == before


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"markup": " \n"}, BadInput("markup", "empty")),
        ({"markup": "ก" * 200_001}, TooLong("markup", 200_000, 200_001)),
        ({"signature": "by_hand"}, BadInput("signature", "unknown", "by_hand")),
        ({"trigger": "issue"}, UnknownTrigger("memo", "issue", ("sign", "sign_as_deputy"))),
    ],
)
def test_what_cannot_be_signed_is_refused(
    papers: PaperDesk, wrong: dict[str, str], refusal: Exception
) -> None:
    item_id = papers.before_director()
    with pytest.raises(type(refusal)) as refused:
        papers.sign(item_id, **wrong)
    assert vars(refused.value) == vars(refusal)
