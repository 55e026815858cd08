"""Made-up tenders in the form of Prozorro, and files of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def firm(number: str, name: str = "", **more: Any) -> Json:
    """A firm in the register of Ukraine, with a contact person as real files have."""
    return {
        "name": name or f"Firm {number}",
        "identifier": {"scheme": "UA-EDR", "id": number, "legalName": name or f"Firm {number}"},
        "address": {"countryName": "Україна", "locality": "Київ", "streetAddress": "Hidden Street 7"},
        "contactPoint": {"name": "Iryna Hidden", "email": "hidden@example.org", "telephone": "+380000000000"},
        "scale": "mid",
        **more,
    }


def hryvnias(amount: Any, *, taxed: bool = True) -> Json:
    """An amount in the currency of Ukraine."""
    return {"amount": amount, "currency": "UAH", "valueAddedTaxIncluded": taxed}


def bid(name: str, number: str, amount: Any, **more: Any) -> Json:
    """A bid of a firm for the whole."""
    made = {"id": name, "status": "active", "date": "2022-01-18T10:00:00+02:00", "tenderers": [firm(number)]}
    return {**made, "value": hryvnias(amount), **more}


def award(name: str, of: str, number: str, status: str, amount: Any, **more: Any) -> Json:
    """A decision about a bid."""
    day = {"unsuccessful": "24", "cancelled": "23"}.get(status, "25")
    made = {"id": name, "bid_id": of, "status": status, "date": f"2022-01-{day}T00:30:00+02:00"}
    return {**made, "suppliers": [firm(number)], "value": hryvnias(amount), **more}


def tender(number: str = "1", **more: Any) -> Json:
    """A complete tender: the lowest bid fell out, the next one won, and is under contract."""
    return {
        "id": f"{number:0>32}",
        "tenderID": f"UA-2021-12-21-00000{number}-c",
        "dateModified": "2022-02-08T17:56:54.794003+02:00",
        "title": "Roof repair",
        "description": "Contact person: Iryna Hidden",
        "status": "complete",
        "procurementMethod": "open",
        "procurementMethodType": "aboveThresholdUA",
        "awardCriteria": "lowestCost",
        "mainProcurementCategory": "works",
        "procuringEntity": firm("00032106", "National Bank", kind="general"),
        "value": hryvnias(3234478),
        "tenderPeriod": {"startDate": "2021-12-21T00:10:00+02:00", "endDate": "2022-01-17T11:00:00+02:00"},
        "awardPeriod": {"startDate": "2022-01-18T13:49:39+02:00"},
        "documents": [{"id": "d", "title": "Plan"}],
        "bids": [
            bid("dear", "37961573", 3173450.5),
            bid("cheap", "35144656", 2499999),
            bid("middle", "38901342", 2550000),
        ],
        "awards": [
            award("a1", "cheap", "35144656", "unsuccessful", 2499999),
            award("a2", "middle", "38901342", "active", 2550000),
        ],
        "contracts": [
            {
                "id": "c1",
                "awardID": "a2",
                "status": "active",
                "contractID": "UA-2021-12-21-000001-c-b1",
                "contractNumber": "104660",
                "dateSigned": "2022-02-08T00:00:00+02:00",
                "period": {"endDate": "2022-12-31T00:00:00+02:00"},
                "value": hryvnias(2550000),
                "suppliers": [firm("38901342")],
            }
        ],
        **more,
    }


def in_lots(number: str = "2") -> Json:
    """A tender whose first lot is won by the cheaper of two bids, and for whose second lot nobody bid."""
    lots = [
        {"id": "lot1", "title": "Lot one", "status": "complete", "value": hryvnias(92000)},
        {"id": "lot2", "title": "Lot two", "status": "unsuccessful", "value": hryvnias(7000)},
    ]
    return tender(
        number,
        lots=lots,
        bids=[
            bid("x", "38735747", None, lotValues=[{"relatedLot": "lot1", "value": hryvnias(91890)}]),
            bid("y", "42210926", None, lotValues=[{"relatedLot": "lot1", "value": hryvnias(90986)}]),
        ],
        awards=[award("a3", "y", "42210926", "active", 90986, lotID="lot1")],
        contracts=[],
    )


def written(folder: Path, value: Any, name: str = "tender.json") -> Path:
    """The file of a tender, in the envelope of the API."""
    path = folder / name
    path.write_text(json.dumps({"data": value, "config": {}}), "utf-8")
    return path
