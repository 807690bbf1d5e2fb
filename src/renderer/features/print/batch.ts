import type { InferContractRouterOutputs } from '@orpc/contract';
import type { stationContract } from '../../../contract/station/contract.ts';

export type BatchWithPieces = InferContractRouterOutputs<typeof stationContract>['batches']['get'];
