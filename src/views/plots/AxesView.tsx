/** One plot of a figure, flat or in three dimensions. */
import { memo, type ReactElement } from "react";
import type { AxesViewProps } from "./AxesShell.tsx";
import { FlatView } from "./FlatView.tsx";
import { SpaceView } from "./SpaceView.tsx";

export const AxesView = memo(function AxesView(props: AxesViewProps): ReactElement {
  const { space } = props.axes;
  return space ? <SpaceView {...props} space={space} /> : <FlatView {...props} />;
});
