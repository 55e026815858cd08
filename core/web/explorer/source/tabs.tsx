/** GraphiQL's row of tabs without dragging, which alone would bring a whole animation library. */
import type { ComponentProps, ReactElement } from "react";

interface GroupProps extends ComponentProps<"ul"> {
  axis: string;
  values: unknown[];
  onReorder: (values: unknown[]) => void;
}

interface ItemProps extends Omit<ComponentProps<"li">, "value"> {
  dragElastic: boolean;
  value: unknown;
}

function Group({ axis: _axis, values: _values, onReorder: _onReorder, ...rest }: GroupProps): ReactElement {
  return <ul {...rest} />;
}

function Item({ dragElastic: _dragElastic, value: _value, ...rest }: ItemProps): ReactElement {
  return <li {...rest} />;
}

export const Reorder = { Group, Item };
