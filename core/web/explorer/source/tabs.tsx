/** GraphiQL's row of tabs without dragging, which alone would bring a whole animation library. */
import type { ComponentProps, ReactElement } from "react";

interface GroupProps extends ComponentProps<"ul"> {
  axis: string;
  values: unknown[];
  onReorder: (values: unknown[]) => void;
}

interface ItemProps extends Omit<ComponentProps<"li">, "value"> {
  dragConstraints: unknown;
  dragElastic: boolean;
  value: unknown;
}

function Group({ axis: _axis, values: _values, onReorder: _onReorder, ...rest }: GroupProps): ReactElement {
  return <ul {...rest} />;
}

function Item(props: ItemProps): ReactElement {
  const { dragConstraints: _constraints, dragElastic: _elastic, value: _value, ...rest } = props;
  return <li {...rest} />;
}

export const Reorder = { Group, Item };
