"""Compute who is on call when, and what happens to a page. Pure: wall-clock times in, exact intervals out.

Build a calendar with ``build_calendar``, ``build_calendar_around`` or ``build_calendar_between``, and pass it on:

* ``rotation.build_timeline``: who is on call when in a rotation; ``timelines`` has lookups in the result
* ``schedule.resolve_schedule``: a rotation between two instants, gaps apart from hours that need no coverage
* ``coverage.compute_coverage``: required time with nobody on call, the causes, and how gaps recur
* ``away``, ``load``, ``handovers``, ``collision``, ``starved``: what a timeline means for people
* ``climb``: how long a page takes to wake a person, for every instant
* ``escalation.build_timeline``, ``find_first_responder``: one page at one instant, with the sum of its time
* ``expectations.evaluate_expectation``: whether an Expectation document is met
* ``clock``: wall-clock times and UTC; ``windows``, ``intervals``: weekly hours, and arithmetic on intervals
* ``reasons``, ``empty``: why nobody is on call; ``wording``, ``sums``: times, durations and sums as text
* ``required``: the hours that a rotation must cover
* ``paths``, ``playbooks``, ``stages``: routes, levels and runbooks without dates or times
* ``walking``: where a person is in a runbook, and what was done when
"""
