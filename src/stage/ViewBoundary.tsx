/** Keeps the rest of the page alive when one view throws. */
import { Component, type ReactNode } from "react";

export interface ViewBoundaryProps {
  /** When this changes (another run), the view gets a new chance. */
  readonly about: unknown;
  readonly message: string;
  readonly again: string;
  readonly children: ReactNode;
}
interface ViewBoundaryState {
  readonly failedAbout: { readonly about: unknown } | undefined;
}

export class ViewBoundary extends Component<ViewBoundaryProps, ViewBoundaryState> {
  override state: ViewBoundaryState = { failedAbout: undefined };

  static getDerivedStateFromError(): ViewBoundaryState {
    return { failedAbout: { about: undefined } };
  }

  override componentDidCatch(error: unknown): void {
    console.error(error);
    this.setState({ failedAbout: { about: this.props.about } });
  }

  override componentDidUpdate(before: ViewBoundaryProps): void {
    if (this.state.failedAbout && before.about !== this.props.about) this.setState({ failedAbout: undefined });
  }

  override render(): ReactNode {
    if (!this.state.failedAbout) return this.props.children;
    return (
      <div className="view-broken" role="alert">
        <p>{this.props.message}</p>
        <button type="button" className="button" onClick={() => this.setState({ failedAbout: undefined })}>
          {this.props.again}
        </button>
      </div>
    );
  }
}
