"""Give a thing of the catalog another name: which texts change in which files, proven before anything is written. Pure.

* ``subject`` – what is renamed, and when that is refused
* ``references`` – the places that name it, and how each is written anew
* ``alias`` – the old name that is left behind
* ``proof`` – that the edited files say what they should, and everything else still means what it meant
* ``planning.plan(loaded, scope, request)`` – the whole
"""
