/** Which department owns what the documentation shows. */
import type { DocExplorerNavStackItem } from "@graphiql/plugin-doc-explorer";
import { isInputObjectType, isInterfaceType, isNamedType, isObjectType, type GraphQLSchema } from "graphql";
import type { Owners } from "../house";

type Documented = NonNullable<DocExplorerNavStackItem["def"]>;

/** The type that a field stands in: a field does not know it, and the way to it may have led through a search. */
function findParent(schema: GraphQLSchema, field: Documented): string | undefined {
  const types = Object.values(schema.getTypeMap());
  const parent = types.find(
    (type) =>
      (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) && type.getFields()[field.name] === field,
  );
  return parent?.name;
}

/** The owner of a type or a field; an argument has none of its own. */
export function findOwner(owners: Owners, schema: GraphQLSchema, shown: Documented): string | undefined {
  if (isNamedType(shown)) return owners.types[shown.name];
  const parent = findParent(schema, shown);
  return parent && (owners.fields[`${parent}.${shown.name}`] ?? owners.types[parent]);
}

/** The owner of a field, if it is another than that of the type it stands in. */
export function findContributor(owners: Owners, schema: GraphQLSchema, field: Documented): string | undefined {
  const parent = findParent(schema, field);
  return parent && owners.fields[`${parent}.${field.name}`];
}
