/** The fields of an operation that statements can belong to, in the order of the text. */
import {
  getNamedType,
  isCompositeType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

export interface Place {
  /** The type in which the field is asked for, which may be an interface. */
  type: GraphQLCompositeType;
  name: string;
  parent: Place | undefined;
}

function chooseOperation(document: DocumentNode, name: string | undefined): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  return operations.find((each) => each.name?.value === name) ?? operations[0];
}

class Walk {
  readonly places: Place[] = [];
  private readonly fragments: Map<string, FragmentDefinitionNode>;

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
  ) {
    const fragments = document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(fragments.map((each) => [each.name.value, each]));
  }

  through(set: SelectionSetNode | undefined, type: GraphQLCompositeType, parent: Place | undefined): void {
    for (const each of set?.selections ?? []) this.into(each, type, parent);
  }

  private into(each: SelectionNode, type: GraphQLCompositeType, parent: Place | undefined): void {
    if (each.kind === Kind.FIELD) {
      this.field(each, type, parent);
      return;
    }
    const fragment = each.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(each.name.value) : each;
    this.through(fragment?.selectionSet, this.narrow(type, fragment?.typeCondition?.name.value), parent);
  }

  private field(node: FieldNode, type: GraphQLCompositeType, parent: Place | undefined): void {
    const place = { type, name: node.name.value, parent };
    this.places.push(place);
    const below = "getFields" in type ? getNamedType(type.getFields()[place.name]?.type) : undefined;
    if (below && isCompositeType(below)) this.through(node.selectionSet, below, place);
  }

  private narrow(type: GraphQLCompositeType, condition: string | undefined): GraphQLCompositeType {
    const narrowed = condition ? this.schema.getType(condition) : undefined;
    return isCompositeType(narrowed) ? narrowed : type;
  }
}

export function listPlaces(schema: GraphQLSchema, document: DocumentNode, operationName: string | undefined): Place[] {
  const operation = chooseOperation(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  const walk = new Walk(schema, document);
  if (root) walk.through(operation.selectionSet, root, undefined);
  return walk.places;
}
