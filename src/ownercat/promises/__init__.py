"""The arithmetic of SLAs: availability, windows, error budgets, latency, hours and restore order. Pure.

Values are decimals with 60 digits, never floats: 99.9 % is exactly 0.999, so a target that equals a bound is not
above it.
"""
