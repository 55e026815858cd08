"""Knowledge Transfer

Technologies from CERN, the licences to use them and the companies that grew from them.
A disclosure is seen by its owners alone until it is published.
"""
