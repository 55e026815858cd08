"""Search over all departments: all searchable types in one ranked list, each behind its scope."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import GenericAlias
from typing import Annotated, Any

import strawberry

from schema.conditions import Sql, join
from schema.declare import Declaration, FunctionDeclaration, NodeDeclaration, declaration_of, query
from schema.errors import Code, fault
from schema.page import DEFAULT_PAGE
from schema.relay import Cursor, PageInfo, Ref, decode_cursor, encode_cursor
from schema.run import Fields, Run
from schema.shape import union_of
from schema.statement import Statement
from schema.where import parse_key

Fold = Callable[[str], str]
"""From text to the words that are searched: lower case, without accents or punctuation, single spaces."""

Text = Annotated[str, strawberry.argument(description="The words to look for, or their beginnings, in any order.")]
First = Annotated[int, strawberry.argument(description="At most so many hits, the best ones.")]
After = Annotated[str | None, strawberry.argument(description="Only what comes after this cursor of an earlier hit.")]

ORDER = "rank"
RANKS = ("0", "1", "2", "3", "4")
SHOWN = 80
"""So many characters of the folded text take part in the order of hits of one rank."""
MOST_WORDS = 12


def declarations(nodes: Sequence[NodeDeclaration], fold: Fold) -> list[Declaration]:
    """The root field `search` over these nodes; it finds what the folded text columns that they name hold."""
    union = union_of("SearchResult", [each.cls for each in nodes], "Whatever can be found by `search`.")
    hit = _value("SearchEdge", "A hit and its place in the list.", node=GenericAlias(Ref, (union,)), cursor=str)
    results = _value(
        "SearchConnection",
        "What a search found, the best first: exact names, then beginnings, then words anywhere.",
        edges=GenericAlias(list, (hit,)),
        nodes=GenericAlias(list, (GenericAlias(Ref, (union,)),)),
        pageInfo=PageInfo,
        totalCount=int,
    )
    finder = _Finder(nodes, fold, hit, results)
    return [_declared(finder, results)]


def _value(name: str, description: str, **fields: Any) -> Any:
    made: Any = type(name, (), {"__annotations__": fields, "__module__": __name__, "__qualname__": name})
    made = strawberry.type(made, description=description)
    for field in made.__strawberry_definition__.fields:
        field.graphql_name = field.python_name
        field.description = _FIELD_DOCS[field.python_name]
    return made


_FIELD_DOCS = {
    "node": "What was found.",
    "cursor": "The place of this hit: `after` for the next page.",
    "edges": "The hits of this page with their cursors.",
    "nodes": "The hits of this page, without cursors.",
    "pageInfo": "Where this page stands in the list of hits.",
    "totalCount": "How many hits there are for you.",
}


def _declared(finder: "_Finder", results: Any) -> Declaration:
    async def search(
        run: Run, asked: Fields, text: Text, first: First = DEFAULT_PAGE, after: After = strawberry.UNSET
    ) -> Any:
        """Finds what has words that begin with all of these, in any department; accents and case do not matter."""
        place = None if after is strawberry.UNSET else after
        return await finder.find(run, text, first, place, counts="totalCount" in asked)

    search.__annotations__["return"] = results
    declaration = declaration_of(query(search))
    assert isinstance(declaration, FunctionDeclaration)
    return declaration


@dataclass(frozen=True)
class _Finder:
    nodes: Sequence[NodeDeclaration]
    fold: Fold
    hit: Any
    results: Any

    async def find(self, run: Run, text: str, first: int, after: str | None, *, counts: bool) -> Any:
        words = self._words(text)
        limit = _limit(first, run.context.page_cap)
        found = join_all([self._hits(run, declaration, words) for declaration in self.nodes])
        rows = await run.fetch_for(_page(found, _place(after), limit), "schema", "Query.search")
        total = 0
        if counts:
            counted = Sql("SELECT COUNT(*) FROM (") + found + ") AS h"
            total = (await run.fetch_for(counted, "schema", "Query.search"))[0][0]
        edges = [self.hit(node=_ref(run, row), cursor=_cursor(row)) for row in rows[:limit]]
        return self.results(
            edges=edges,
            nodes=[each.node for each in edges],
            pageInfo=_page_info([each.cursor for each in edges], after, more=len(rows) > limit),
            totalCount=total,
        )

    def _words(self, text: str) -> list[str]:
        words = self.fold(text).split()
        if not words:
            raise fault(
                Code.BAD_ARGUMENT, f"`text` is {text!r}, which holds no letter or number. Write a word to look for."
            )
        if len(words) > MOST_WORDS:
            raise fault(Code.BAD_ARGUMENT, f"`text` has {len(words)} words. Search for {MOST_WORDS} at the most.")
        return words

    def _hits(self, run: Run, declaration: NodeDeclaration, words: Sequence[str]) -> Sql:
        statement = run.statement(run.graph.nodes[declaration.name])
        texts = [statement.row.sql(statement.node.table.known(name)) for name in declaration.search]
        for word in words:
            statement.add(join([_begins_a_word(text, word) for text in texts], "OR"))
        return _hit(statement, declaration.name, texts[0], " ".join(words))


def _limit(first: int, cap: int) -> int:
    if first < 0:
        raise fault(Code.BAD_PAGE, f"`first` is {first}. Ask for 0 to {cap} hits.")
    if first > cap:
        raise fault(
            Code.PAGE_TOO_LARGE,
            f"`first` is {first}; a page has at most {cap} hits. Ask for {cap}, then go on by cursor.",
        )
    return first


def _begins_a_word(text: str, word: str) -> Sql:
    """Folded words hold letters and digits only, so a pattern needs no escapes."""
    return Sql(f"' ' || {text} LIKE ?", (f"% {word}%",))


def _hit(statement: Statement, name: str, text: str, phrase: str) -> Sql:
    """Type, rank, text and key of each hit: 0 is the whole text, 1 and 2 its beginning, 3 a phrase, 4 anywhere."""
    rank = Sql(
        f"CASE WHEN {text} = ? THEN 0 WHEN {text} LIKE ? THEN 1 WHEN {text} LIKE ? THEN 2 "
        f"WHEN ' ' || {text} || ' ' LIKE ? THEN 3 ELSE 4 END",
        (phrase, f"{phrase} %", f"{phrase}%", f"% {phrase} %"),
    )
    by_code_point = statement.dialect.by_code_point
    kind, key = by_code_point(f"'{name}'"), by_code_point(f"CAST({statement.row.sql(statement.node.table.pk)} AS TEXT)")
    head = Sql(f"SELECT {kind} AS kind, ") + rank + f" AS rank, substr({text}, 1, {SHOWN}) AS shown, {key} AS k"
    return head + f" FROM {statement.source}" + statement.condition()


def join_all(parts: Sequence[Sql]) -> Sql:
    """The rows of all of them."""
    return Sql(" UNION ALL ".join(part.text for part in parts), tuple(v for part in parts for v in part.values))


def _page(found: Sql, place: tuple[int, str, str, str] | None, limit: int) -> Sql:
    beyond = Sql(" WHERE (rank, shown, kind, k) > (?, ?, ?, ?)", place) if place else Sql("")
    ordered = f" ORDER BY rank, shown, kind, k LIMIT {limit + 1}"
    return Sql("SELECT kind, rank, shown, k FROM (") + found + ") AS h" + beyond + ordered


def _place(after: str | None) -> tuple[int, str, str, str] | None:
    if after is None:
        return None
    cursor = decode_cursor(after, ORDER)
    rank, space, shown = str(cursor.value).partition(" ")
    kind, colon, key = str(cursor.key).partition(":")
    if not (space and colon and rank in RANKS):
        raise fault(Code.BAD_CURSOR, f"{after!r} is not a cursor of this list. Use one that an edge gave.")
    return int(rank), shown, kind, key


def _page_info(cursors: Sequence[str], after: str | None, *, more: bool) -> PageInfo:
    return PageInfo(
        has_next_page=more,
        has_previous_page=after is not None,
        start_cursor=cursors[0] if cursors else None,
        end_cursor=cursors[-1] if cursors else None,
    )


def _cursor(row: Any) -> str:
    kind, rank, shown, key = row
    return encode_cursor(Cursor(ORDER, f"{rank} {shown}", f"{kind}:{key}"))


def _ref(run: Run, row: Any) -> Ref[Any]:
    return Ref(row[0], parse_key(run.graph.nodes[row[0]].table.pk.type, row[3]))
