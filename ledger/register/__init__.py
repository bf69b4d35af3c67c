"""The register is kept: every change of it that somebody of the shop makes, checked and named.

people      write somebody into the list, change what is agreed with him, let him leave
identities  by which addresses WhatsApp knows him: two people change them
flowers     what is sold, what else it is called, its commission
slots       the parts of the market day
qualities   quality adjustments

Reading is in `ledger.people` and `ledger.goods`; what became of it all in `ledger.history`.
"""
