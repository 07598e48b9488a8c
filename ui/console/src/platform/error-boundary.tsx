import { Component, type ReactNode } from 'react';
import { Button } from './button';
import { EmptyState } from './empty-state';

type Failure = { error?: Error };
type ErrorBoundaryProps = {
  children: ReactNode;
  /** What is shown when something goes wrong; otherwise it says so. */
  instead?: ReactNode;
};

/** Keeps a mistake in one part of the page from taking all of it away. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, Failure> {
  override state: Failure = {};

  static getDerivedStateFromError(error: unknown): Failure {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    if (this.props.instead) return this.props.instead;
    return (
      <div role="alert" className="flex h-full min-h-0 grow">
        <EmptyState
          title="This cannot be shown"
          action={<Button onClick={() => this.setState({})}>Try again</Button>}
        >
          <p>Something in the page went wrong. Nothing that was sent is lost.</p>
          <p className="mt-2 font-mono text-xs wrap-anywhere text-ink-faint">{error.message}</p>
        </EmptyState>
      </div>
    );
  }
}
