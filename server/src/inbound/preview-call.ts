import type { Database, Transaction } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import type { RecordEnvironment } from '../records/types.ts';
import { interpretCall, type Interpreted } from './interpret-call.ts';
import { accept, type Concluded, earlierCall, type ReceivedCall, refuseCall } from './receive-call.ts';

/** A call that was only tried: how far it was understood, and how it would have ended. */
export interface PreviewedCall {
  readonly interpreted: Interpreted;
  readonly concluded: Concluded;
}

/** Carries the result out of the transaction that it must not outlive. */
class Previewed extends Error {
  readonly concluded: Concluded;
  constructor(concluded: Concluded) {
    super('a preview writes nothing');
    this.concluded = concluded;
  }
}

/** Reads a call and tries its changes against the records of now, in a transaction that is rolled back. Nothing is written, not even the call. */
export async function previewCall(
  database: Database,
  environment: (transaction: Transaction) => Promise<RecordEnvironment>,
  received: ReceivedCall,
): Promise<PreviewedCall> {
  const interpreted = interpretCall(received.definition, received.call, received.surroundings);
  try {
    await database.transaction(async (transaction) => {
      const earlier = await earlierCall(transaction, received, interpreted);
      throw new Previewed(
        earlier ?? (await accept(transaction, await environment(transaction), received, interpreted)),
      );
    });
    throw new Error('a preview was committed');
  } catch (error) {
    if (error instanceof Previewed) return { interpreted, concluded: error.concluded };
    if (!(error instanceof Refusal) || error.code === 'database-unavailable') throw error;
    return { interpreted, concluded: refuseCall(received, interpreted, error) };
  }
}
