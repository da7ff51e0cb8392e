"""Jobs are run on an executor; a busy machine costs nobody marks."""

from concurrent.futures import Executor, Future

import pytest

from course_utils.grading.gradebook import pool
from course_utils.grading.job import Job, JobResult


def result(points: float, is_hurried: bool = False) -> JobResult:
    return JobResult("{}", ({"points": points},), (), 0.1, is_hurried)


class Scripted(Executor):
    """Gives each job the outcomes that are written for it, one after the other."""

    def __init__(self, **outcomes: list[JobResult | Exception]) -> None:
        self.outcomes, self.ran = outcomes, []

    def submit(self, run, job):
        self.ran.append(job.notebook)
        future: Future = Future()
        outcome = self.outcomes[job.notebook].pop(0)
        failed = isinstance(outcome, Exception)
        future.set_exception(outcome) if failed else future.set_result(outcome)
        return future


def outcomes(executor: Scripted) -> dict[str, pool.Outcome]:
    jobs = {name: Job(name, "00_start", 1) for name in executor.outcomes}
    return dict(pool.outcomes(executor, jobs, heed=lambda: None))


def test_what_was_too_slow_on_a_busy_machine_runs_again_when_the_others_have_ended():
    executor = Scripted(ada=[result(3, is_hurried=True), result(5)], bea=[result(4)])
    assert {name: one.points for name, one in outcomes(executor).items()} == {"bea": 4, "ada": 5}
    assert executor.ran == ["ada", "bea", "ada"]


@pytest.mark.parametrize("second", [result(2), RuntimeError("ended"), result(1, is_hurried=True)])
def test_what_was_earned_before_stays_if_the_second_run_earns_less(second):
    assert outcomes(Scripted(ada=[result(3, is_hurried=True), second]))["ada"].points == 3


def test_an_error_is_the_outcome_of_its_job_alone():
    found = outcomes(Scripted(ada=[RuntimeError("ended")], bea=[result(4)]))
    assert str(found["ada"]) == "ended"
    assert found["bea"].points == 4
