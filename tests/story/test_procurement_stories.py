"""What a firm from Poland, a liaison officer and a procurement officer do with the rules, told over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from core.testing import as_role
from tests.story.telling import AURELIA, BUYER, MONTBRILLANT, POLISH_OFFICER, Told

MAY_BID = """query ($firm: ID!, $call: String!) { tenders(where: {reference: {eq: $call}}) { nodes {
  mayBid(organisation: $firm) { outcome reasons { code severity message nextStep } } } } }"""
WAYS = """query ($firm: ID!) { waysToCooperate(organisation: $firm) {
  department way { kind decision { outcome } whomToAsk } liaisonOffices { institution } } }"""
ALIGNED = """query ($answers: [AlignmentAnswerInput!]!) { simulateAdjudication(
  on: "2022-01-15"
  choices: {answers: $answers}
  tender: {kind: SUPPLY, value: "500000", bids: [
    {bidder: "Helvetia", fca: "500000", origins: [{country: "CH", percent: "100"}]}
    {bidder: "Aurelia", fca: "560000", origins: [{country: "PL", percent: "85"}, {country: "AT", percent: "15"}]}
    {bidder: "Tagus", fca: "590000", origins: [{country: "PT", percent: "100"}]}
  ]}) { decision { outcome reasons { code confidence } } state { phase bidder price } } }"""


def may_bid(story: Told, viewer: Mapping[str, str], firm: str, call: str = "SAMPLE-IT-2") -> tuple[str, dict[str, Any]]:
    """What is decided, and what is to be done about each reason that weighs something."""
    (tender,) = story.ask(MAY_BID, viewer, firm=firm, call=call)["tenders"]["nodes"]
    decision = tender["mayBid"]
    weighty = {each["code"]: each["nextStep"] for each in decision["reasons"] if each["severity"] != "INFO"}
    return decision["outcome"], weighty


# ---------------------------------------------------------------- a firm from Poland


def test_a_firm_from_poland_finds_its_way_to_a_bid(story: Told) -> None:
    us = story.firm("aurelia")

    # How can we work with CERN at all, and who helps us at home?
    ways = story.ask(WAYS, AURELIA, firm=us)["waysToCooperate"]
    assert {each["way"]["kind"] for each in ways} == {"TENDER", "RESEARCH", "LICENCE", "SERVICE", "SPIN_OFF"}
    assert {each["department"] for each in ways} == {"procurement", "knowledge_transfer", "eu_support"}
    assert {office["institution"] for each in ways for office in each["liaisonOffices"]} == {"Wrocław Technology Park"}

    # Poland is poorly balanced: is that an advantage, and does it still hold?
    (poland,) = story.ask("""{ memberStates(where: {country: {eq: "PL"}}) { nodes {
      balance(kind: SUPPLY) { status carriedOver validTo } } } }""")["memberStates"]["nodes"]
    assert poland["balance"] == {"status": "POORLY_BALANCED", "carriedOver": True, "validTo": "2022-02-28"}

    # May we bid for the call that is open? We are invited, so yes, while there is time.
    assert may_bid(story, AURELIA, us) == ("MAY_BID", {})

    # What would our poor balance be worth? We are dearer than the lowest, and asked first to match it.
    asked = story.ask(ALIGNED, AURELIA, answers=[])["simulateAdjudication"]
    assert asked["state"] == {"phase": "OFFER", "bidder": "Aurelia", "price": "500000"}
    assert asked["decision"]["reasons"][-1]["confidence"] == "UNCONFIRMED"
    accepted = story.ask(ALIGNED, AURELIA, answers=[{"bidder": "Aurelia", "accepts": True}])["simulateAdjudication"]
    assert accepted["state"] == {"phase": "AWARD", "bidder": "Aurelia", "price": "500000"}

    # After the time limit it is too late, whoever asks.
    story.clock.move(timedelta(days=22))
    outcome, weighty = may_bid(story, AURELIA, us)
    assert outcome == "MAY_NOT_BID"
    assert "DEADLINE_PASSED" in weighty


def test_a_firm_that_is_not_ready_is_told_each_step_and_takes_it(story: Told) -> None:
    us = story.firm("montbrillant")

    # Invited, and not registered: every step that is missing is told at once.
    outcome, missing = may_bid(story, MONTBRILLANT, us)
    assert outcome == "NOT_YET"
    assert {"NOT_REGISTERED", "IDENTITY_MISSING", "CONDUCT_NOT_DECLARED"} <= missing.keys()
    assert all(missing.values())

    # We register for the field of the call, and say that we keep to the code of conduct.
    registered = story.ask(
        """mutation ($us: ID!) { registerSupplier(organisation: $us, categories: ["cryogenics"]) {
          ... on Supplier { id accounts { id kind state version } } } }""",
        MONTBRILLANT,
        us=us,
    )["registerSupplier"]
    story.ask(
        """mutation ($me: ID!) { declareConduct(supplier: $me, codeVersion: "2024") { __typename } }""",
        MONTBRILLANT,
        me=registered["id"],
    )

    # An officer opens both accounts, which are two: one does not stand in for the other.
    assert sorted(each["kind"] for each in registered["accounts"]) == ["EPROCUREMENT", "GUEST"]
    for account in registered["accounts"]:
        changed = story.ask(
            """mutation ($account: ID!, $version: Int!) {
              changeAccount(account: $account, state: ACTIVE, expectedVersion: $version) {
                ... on SupplierAccount { state } ... on Refusal { reasons { message } } } }""",
            BUYER,
            account=account["id"],
            version=account["version"],
        )
        assert changed["changeAccount"] == {"state": "ACTIVE"}

    # Now we may bid; and a competitor who asks about us is told no more than everybody is.
    assert may_bid(story, MONTBRILLANT, us) == ("MAY_BID", {})
    assert may_bid(story, AURELIA, us) == may_bid(story, {}, us)


# ---------------------------------------------------------------- a liaison officer


def test_a_liaison_officer_looks_after_the_firms_of_a_state(story: Told) -> None:
    aurelia, tagus = story.firm("aurelia"), story.firm("tagus")

    # My return is told to me, with the reason where there is no figure: nothing is known to set it against.
    (poland,) = story.ask(
        """{ memberStates(where: {country: {eq: "PL"}}) { nodes { industrialReturn(kind: SUPPLY) {
          status firstYear lastYear decision { outcome reasons { code } } } } } }""",
        POLISH_OFFICER,
    )["memberStates"]["nodes"]
    assert poland["industrialReturn"]["decision"]["outcome"] == "UNKNOWN"
    assert poland["industrialReturn"]["decision"]["reasons"]

    # What if one of my firms delivered for 4 million? My own state moves; of the others I see no figure.
    moves = story.ask(
        """{ returnWhatIf(kind: SUPPLY, year: 2009, contracts: [
          {amount: "4000000", country: "PL"} {amount: "96000000", country: "FR"}]) {
          withheld moves { memberState { name } moved after { value { coefficient } status } } } }""",
        POLISH_OFFICER,
    )["returnWhatIf"]
    (poland,) = moves["moves"]
    assert poland["memberState"] == {"name": "Poland"}
    assert poland["after"] == {"value": {"coefficient": "1.4035"}, "status": "WELL_BALANCED"}
    assert moves["withheld"] > 1

    # May my firm bid? I am told all of it, and of a firm of another state no more than everybody.
    assert may_bid(story, POLISH_OFFICER, aurelia) == ("MAY_BID", {})
    assert may_bid(story, POLISH_OFFICER, tagus) == may_bid(story, {}, tagus)

    # I nominate my firm for a field; for a firm of Portugal I do not speak.
    nominate = """mutation ($firm: ID!) { nominateFirm(organisation: $firm, category: "vacuum", note: "Welds well") {
      ... on Nomination { id version status country { code } } ... on Refusal { code reasons { nextStep } } } }"""
    mine = story.ask(nominate, POLISH_OFFICER, firm=aurelia)["nominateFirm"]
    assert (mine["status"], mine["country"]) == ("PROPOSED", {"code": "PL"})
    theirs = story.ask(nominate, POLISH_OFFICER, firm=tagus)["nominateFirm"]
    assert theirs["code"] == "NOT_OF_YOUR_COUNTRY"
    assert theirs["reasons"][0]["nextStep"]

    # The colleague in Portugal does not see my nomination; a procurement officer does.
    listed = """{ nominations(where: {category: {isNull: false}}) { nodes { organisation { name } note } } }"""
    portugal = story.ask(listed, as_role(role="ilo", country="PT"))["nominations"]["nodes"]
    assert "Welds well" not in [each["note"] for each in portugal]
    assert "Welds well" in [each["note"] for each in story.ask(listed, BUYER)["nominations"]["nodes"]]


# ---------------------------------------------------------------- a procurement officer

PROCEDURE = """{ requiredProcedure(purchase: {kind: SUPPLY, value: "430000", qualifiedFirms: 12}) {
  procedure documents costRange { outcome } invitation { most } financeCommittee { outcome } alignment { outcome }
  decision { reasons { code confidence } } } }"""
FIRMS = """{ suppliersFor(purchase: {kind: SUPPLY, category: "cryogenics", value: "430000"}) {
  ... on FirmsProposal { firms { organisation { name } decision { outcome reasons { code } } } } } }"""


def test_a_procurement_officer_goes_from_a_need_to_an_award(story: Told) -> None:
    aurelia = story.firm("aurelia")

    # Which way does a purchase of 430,000 CHF go, and how sure is that?
    way = story.ask(PROCEDURE, BUYER)["requiredProcedure"]
    assert (way["procedure"], way["documents"], way["costRange"]) == (
        "INVITATION_TO_TENDER",
        ["MS", "IT"],
        {"outcome": "A"},
    )
    assert way["invitation"]["most"] == 10
    assert (way["financeCommittee"]["outcome"], way["alignment"]["outcome"]) == ("NOT_NEEDED", "APPLICABLE")
    assert {"code": "REFORM_NOT_SEEN", "confidence": "UNCONFIRMED"} in way["decision"]["reasons"]

    # Whom could we ask?
    firms = story.ask(FIRMS, BUYER)["suppliersFor"]["firms"]
    assert "Aurelia Cryogenics (sample)" in [each["organisation"]["name"] for each in firms]
    assert all(each["decision"]["reasons"] for each in firms)

    # A firm that broke its word is excluded for a time: it may not bid, and is told why and until when.
    excluded = story.ask(
        """mutation ($firm: ID!) { excludeSupplier(organisation: $firm, reason: "Forged a certificate.",
          endsOn: "2026-12-31") { ... on Exclusion { id version inForce } } }""",
        BUYER,
        firm=aurelia,
    )["excludeSupplier"]
    assert excluded["inForce"]
    outcome, weighty = may_bid(story, AURELIA, aurelia)
    assert (outcome, "EXCLUDED" in weighty) == ("MAY_NOT_BID", True)
    assert "EXCLUDED" not in may_bid(story, MONTBRILLANT, aurelia)[1]

    # It was a mistake: the exclusion ends, and a second officer who still looks at the old one is told so.
    end = """mutation ($it: ID!, $version: Int!) { endExclusion(exclusion: $it, expectedVersion: $version) {
      ... on Exclusion { endsOn inForce } ... on Refusal { code } } }"""
    story.ask(end, BUYER, it=excluded["id"], version=excluded["version"])
    late = story.ask(end, BUYER, it=excluded["id"], version=excluded["version"])["endExclusion"]
    assert late == {"code": "STALE_VERSION"}

    # Who would win? Aurelia is asked to match; if it declines Tagus is; if both do, the lowest wins at its price.
    declined = [{"bidder": "Aurelia", "accepts": False}]
    after_one = story.ask(ALIGNED, BUYER, answers=declined)["simulateAdjudication"]["state"]
    assert after_one == {"phase": "OFFER", "bidder": "Tagus", "price": "500000"}
    after_both = story.ask(ALIGNED, BUYER, answers=[*declined, {"bidder": "Tagus", "accepts": False}])
    assert after_both["simulateAdjudication"]["state"] == {"phase": "AWARD", "bidder": "Helvetia", "price": "500000"}

    # Who did all that is on record.
    entries = story.ask("{ auditEntries { nodes { action } } }", as_role(role="admin"))["auditEntries"]["nodes"]
    actions = [each["action"] for each in entries]
    assert actions[:2] == ["procurement.endExclusion", "procurement.excludeSupplier"]


DRAFT = """mutation { draftBalanceList(kind: SUPPLY, year: 2025, entries: [
  {country: "PL", status: WELL_BALANCED} {country: "GB", status: POORLY_BALANCED}]) {
  ... on BalanceList { id state version validFrom validTo } ... on Refusal { code reasons { message } } } }"""
PUBLISH = """mutation ($it: ID!, $version: Int!) { publishBalanceList(balanceList: $it, expectedVersion: $version) {
  ... on BalanceList { state } ... on Refusal { code reasons { message } } } }"""
POLAND = """{ memberStates(where: {country: {eq: "PL"}}) { nodes {
  balance(kind: SUPPLY) { status carriedOver validFrom } } } }"""


def test_a_procurement_officer_publishes_a_new_list_of_balanced_states(story: Told) -> None:
    before = story.ask(POLAND)["memberStates"]["nodes"][0]["balance"]
    assert before == {"status": "POORLY_BALANCED", "carriedOver": True, "validFrom": "2021-03-01"}

    # A draft binds nobody, and nobody else sees it.
    draft = story.ask(DRAFT, BUYER)["draftBalanceList"]
    assert (draft["state"], draft["validFrom"], draft["validTo"]) == ("DRAFT", "2026-03-01", "2027-02-28")
    assert story.ask(POLAND)["memberStates"]["nodes"][0]["balance"] == before
    seen = """query ($it: ID!) { node(id: $it) { id } }"""
    assert story.ask(seen, POLISH_OFFICER, it=draft["id"]) == {"node": None}

    # Once it is published it is in force, and the old one does not go on any more.
    assert story.ask(PUBLISH, BUYER, it=draft["id"], version=draft["version"])["publishBalanceList"] == {
        "state": "PUBLISHED"
    }
    after = story.ask(POLAND)["memberStates"]["nodes"][0]["balance"]
    assert after == {"status": "WELL_BALANCED", "carriedOver": False, "validFrom": "2026-03-01"}
