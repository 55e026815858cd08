"""European Union Support

Programmes, calls and topics of the European Union, and the proposals that answer them.
Projects that were funded, with who takes part in them, in which role and for how much.
A proposal is seen by its owners alone.
"""
