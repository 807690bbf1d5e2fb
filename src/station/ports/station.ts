import type { Result } from '../../domain/result.ts';
import type { StationPorts } from './ports.ts';
import type { StationStartProblem } from './startProblem.ts';

/** A composed station: what a door needs of it. */
export interface Station {
  /** Answers RPC, event streams, files and the renderer. Any origin: the path alone decides. */
  readonly handler: (request: Request) => Promise<Response>;
  /** Starts the jobs that run on their own: sync, outbox, printer watching. */
  start(): Promise<void>;
  /** Ends them, waits for running writes and closes the database. The handler answers 503 from then on. */
  stop(): Promise<void>;
}

/** How a host makes a station: the station, or why it cannot start. A programming error rejects. */
export type CreateStation = (ports: StationPorts) => Promise<Result<Station, StationStartProblem>>;
