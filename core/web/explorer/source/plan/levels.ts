/** How deep each statement lies: the server tells its field, and the operation where that field stands. */
import { isAbstractType, parse, type GraphQLSchema } from "graphql";
import { listPlaces, type Place } from "./places";

/** One statement, as the server tells it. */
export interface Statement {
  /** `Type.field` */
  field: string;
  department: string;
  rows: number;
  milliseconds: number;
  sql: string;
}

export interface PlacedStatement extends Statement {
  /** How many fields with statements of their own lie above it. */
  level: number;
}

function isMeant(schema: GraphQLSchema, place: Place, field: string): boolean {
  const [typeName = "", name] = field.split(".");
  if (place.name !== name) return false;
  const type = schema.getType(typeName);
  const isBelow = isAbstractType(place.type) && type && "getInterfaces" in type && schema.isSubType(place.type, type);
  return place.type.name === typeName || Boolean(isBelow);
}

/** Statements are run in the order of the text, so the next place of that field from where the last one was is meant. */
function findPlaces(schema: GraphQLSchema, places: Place[], statements: Statement[]): (Place | undefined)[] {
  let last = 0;
  return statements.map(({ field }) => {
    const fitting = places.flatMap((place, at) => (isMeant(schema, place, field) ? [at] : []));
    const found = fitting.find((at) => at >= last) ?? fitting.at(-1);
    last = found ?? last;
    return found === undefined ? undefined : places[found];
  });
}

export function placeStatements(
  schema: GraphQLSchema,
  query: string,
  operationName: string | undefined,
  statements: Statement[],
): PlacedStatement[] {
  const found = findPlaces(schema, listPlaces(schema, parse(query), operationName), statements);
  const used = new Set(found);

  const countAbove = (place: Place | undefined): number => {
    const parent = place?.parent;
    return parent ? countAbove(parent) + (used.has(parent) ? 1 : 0) : 0;
  };

  return statements.map((statement, at) => ({ ...statement, level: countAbove(found[at]) }));
}
