"""ownercat: who owns this, and will anyone wake up?"""

__version__ = "0.2.0"
