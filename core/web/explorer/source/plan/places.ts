/** Where in the operation each statement belongs: the server tells its field, the operation how deep that lies. */
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  Kind,
  parse,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

/** One statement, as the server tells it. */
export interface Statement {
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

interface Place {
  type: GraphQLCompositeType;
  name: string;
  parent: number;
}

function chooseOperation(document: DocumentNode, name: string | undefined): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter((each): each is OperationDefinitionNode => "operation" in each);
  return operations.find((each) => each.name?.value === name) ?? operations[0];
}

/** Every field of an operation that has fields below it, in the order of the text. */
function listPlaces(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Place[] {
  const fragments = new Map(
    document.definitions
      .filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION)
      .map((each) => [each.name.value, each]),
  );
  const places: Place[] = [];

  const narrow = (type: GraphQLCompositeType, condition: string | undefined): GraphQLCompositeType => {
    const narrowed = condition ? schema.getType(condition) : type;
    return narrowed && isCompositeType(narrowed) ? narrowed : type;
  };

  const walk = (set: SelectionSetNode, type: GraphQLCompositeType, parent: number): void => {
    for (const each of set.selections) {
      if (each.kind === Kind.INLINE_FRAGMENT) {
        walk(each.selectionSet, narrow(type, each.typeCondition?.name.value), parent);
      } else if (each.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(each.name.value);
        if (fragment) walk(fragment.selectionSet, narrow(type, fragment.typeCondition.name.value), parent);
      } else {
        const below = "getFields" in type ? type.getFields()[each.name.value]?.type : undefined;
        const inner = below && getNamedType(below);
        places.push({ type, name: each.name.value, parent });
        if (each.selectionSet && inner && isCompositeType(inner)) walk(each.selectionSet, inner, places.length - 1);
      }
    }
  };

  const root = schema.getRootType(operation.operation);
  if (root) walk(operation.selectionSet, root, -1);
  return places;
}

function isMeant(schema: GraphQLSchema, place: Place, field: string): boolean {
  const [type = "", name] = field.split(".");
  if (place.name !== name) return false;
  const owner = schema.getType(type);
  const isBelow = isAbstractType(place.type) && owner && "getInterfaces" in owner && schema.isSubType(place.type, owner);
  return place.type.name === type || Boolean(isBelow);
}

/** Statements are run in the order of the text, so the next place of that field from where the last one was is meant. */
function findPlaces(schema: GraphQLSchema, places: Place[], statements: Statement[]): number[] {
  let last = 0;
  return statements.map(({ field }) => {
    const fitting = places.flatMap((place, at) => (isMeant(schema, place, field) ? [at] : []));
    const found = fitting.find((at) => at >= last) ?? fitting.at(-1) ?? -1;
    last = Math.max(found, 0);
    return found;
  });
}

export function placeStatements(
  schema: GraphQLSchema,
  query: string,
  operationName: string | undefined,
  statements: Statement[],
): PlacedStatement[] {
  const document = parse(query);
  const operation = chooseOperation(document, operationName);
  const places = operation ? listPlaces(schema, document, operation) : [];
  const found = findPlaces(schema, places, statements);
  const used = new Set(found);

  const countAbove = (at: number): number => {
    const parent = places[at]?.parent ?? -1;
    return parent < 0 ? 0 : countAbove(parent) + (used.has(parent) ? 1 : 0);
  };

  return statements.map((statement, at) => ({ ...statement, level: countAbove(found[at] ?? -1) }));
}
