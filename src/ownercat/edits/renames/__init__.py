"""Renames: which text changes in which file, verified before anything is written. No input or output.

* ``subject`` – the renamed entity, and when a rename is refused
* ``references`` – the references to it, and the edit of each
* ``alias`` – the alias for the old name
* ``proof`` – the check that edited files have the intended data and that all other references are unchanged
* ``planning.plan_rename(loaded, scope, request)`` – the complete plan
"""
