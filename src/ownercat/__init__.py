"""ownercat: who owns this, and will anyone wake up?"""

__version__ = "0.1.0"
