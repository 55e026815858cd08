"""Space Applications

Missions that fly technology from CERN, and the organisations that fly them.
"""
