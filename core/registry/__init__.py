"""Registry

The organisations, states, units of CERN and roles on which the departments meet.
An organisation stands here once, whether it is a supplier, a licensee, a spin-off or a project partner.
"""
