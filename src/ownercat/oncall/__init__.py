"""Who is on call when, and what becomes of a page. Pure: wall-clock times in, exact intervals out.

Begin with ``calendar.calendar(catalog, as_of)`` (``around`` an instant, ``between`` two) and hand it on:

* ``rotation.timeline`` – a rotation → who is on call when; ``timelines`` has the questions to ask about one
* ``schedule.plan`` – a rotation between two instants, gaps told from hours in which nobody has to be there
* ``coverage.coverage`` – required time without anybody, the cause, how it recurs
* ``away``, ``load``, ``handovers``, ``collision``, ``starved`` – what a timeline means for people
* ``climb.human``, ``tier_pages``, ``chances``, ``worst`` – how long a page takes, at every instant
* ``escalation.timeline``, ``reach`` – one page at one instant, with the arithmetic
* ``expectations.outcome`` – whether what an Expectation says about one page holds
* ``clock`` – wall-clock times and UTC; ``windows``, ``intervals`` – weekly hours, and arithmetic on stretches of time
* ``reasons``, ``empty`` – why nobody is on call, in words; ``wording`` – every time and length of time in words
* ``required`` – when a rotation has to have somebody; ``sums`` – the time to a human as a sum, in words
* ``paths``, ``playbooks`` – routes, tiers and runbooks without a clock
"""
