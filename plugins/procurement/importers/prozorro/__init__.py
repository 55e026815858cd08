"""Prozorro, the public procurement of Ukraine: tenders with their lots, bids, awards and contracts."""
