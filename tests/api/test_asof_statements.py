"""What is told of the past takes the same statements however much there is."""

from plan_desk import PlanDesk, desk_of_the_plan  # noqa: F401  a fixture


def test_a_plan_takes_the_same_statements_however_many_projects_it_has(desk: PlanDesk) -> None:
    desk.sign_in("plan_director")
    desk.add("P1")
    counted = []
    for more in ((), ("P2", "P3", "P4", "P5")):
        desk.add(*more)
        desk.page("/plan/2561/as-of")
        with desk.statements() as statements:
            page = desk.page("/plan/2561/as-of")
        counted.append(statements.count)
    assert "P5" in page
    assert counted[0] == counted[1]
