"""Procurement and Industrial Services

Everything that CERN buys: who supplies it, what was asked for, offered, awarded and signed.
Bids stay sealed until their tender opens.
"""
