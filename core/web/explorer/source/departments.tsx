/** How a department is named and coloured, here and on the first page. */
import { createContext, useContext, type ReactElement } from "react";
import type { Owners } from "./house";

const COLOURS = 6;

export const OwnersContext = createContext<Owners>({ departments: {}, types: {}, fields: {} });

/** A department's colour is that of its place among all. */
export function useColour(department: string): string {
  const place = Object.keys(useContext(OwnersContext).departments).indexOf(department);
  return place < 0 ? "" : `d${place % COLOURS}`;
}

export function useTitle(department: string): string {
  return useContext(OwnersContext).departments[department] ?? department;
}

/** `eu_support` reads "eu support"; its title is shown when it is pointed at. */
export function DepartmentBadge({ name }: { name: string }): ReactElement {
  const title = useTitle(name);
  return (
    <span className={`department-badge ${useColour(name)}`} title={title}>
      {name.replaceAll("_", " ")}
    </span>
  );
}
