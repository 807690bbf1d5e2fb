import { z } from 'zod';
import { ControlNumberBlock } from '../../../contract/central/learning.ts';
import { uuidv7 } from '../../../domain/ids.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Context } from '../../context.ts';
import type { Writer } from '../../db/database.ts';

const columns = `block_id AS "blockId", jurisdiction, prefix, width, first, last, (last + 1 - next) AS left`;

/** All ranges that were ever entered, in the order in which they are used. */
export function listControlNumbers(context: Context): Promise<ControlNumberBlock[]> {
  return context.db.reader.all(
    ControlNumberBlock,
    `SELECT ${columns} FROM control_number_blocks ORDER BY jurisdiction, entered_at, block_id`,
  );
}

/**
 * Enters a range; one that overlaps another of the same prefix is refused, wherever it was entered for. Completions that waited
 * for numbers are looked at again.
 */
export function addControlNumbers(
  context: Context,
  range: Pick<ControlNumberBlock, 'jurisdiction' | 'prefix' | 'width' | 'first' | 'last'>,
): Promise<Result<ControlNumberBlock, { readonly overlaps: string }>> {
  return context.db.write(async (writer) => {
    await writer.run('LOCK TABLE control_number_blocks IN SHARE ROW EXCLUSIVE MODE');
    const [other] = await writer.all(
      z.object({ blockId: z.string() }),
      `SELECT block_id AS "blockId" FROM control_number_blocks
       WHERE prefix = $1 AND width = $2 AND first <= $4 AND last >= $3 ORDER BY first LIMIT 1`,
      [range.prefix, range.width, range.first, range.last],
    );
    if (other !== undefined) return err({ overlaps: other.blockId });
    const now = context.clock.now();
    const blockId = uuidv7(now, context.random);
    await writer.run(
      `INSERT INTO control_number_blocks (block_id, jurisdiction, prefix, width, first, last, next, entered_at)
       VALUES ($1, $2, $3, $4, $5, $6, $5, $7)`,
      [blockId, range.jurisdiction, range.prefix, range.width, range.first, range.last, now],
    );
    await writer.run(
      `UPDATE completions SET state = 'due', problem = NULL WHERE state = 'attention' AND course_id IN (
         SELECT course_id FROM courses WHERE jurisdiction = $1 AND control_numbers)`,
      [range.jurisdiction],
    );
    const { jurisdiction, prefix, width, first, last } = range;
    return ok({ blockId, jurisdiction, prefix, width, first, last, left: last + 1 - first });
  });
}

/**
 * Allots the next control numbers of a jurisdiction, in the order of the ranges; fewer where they run out. The ranges stay
 * locked until the transaction ends, and a failed one gives its numbers back.
 */
export async function allotControlNumbers(
  writer: Writer,
  jurisdiction: string,
  count: number,
): Promise<string[]> {
  const blocks = await writer.all(
    z.object({ blockId: z.string(), prefix: z.string(), width: z.int(), next: z.int(), last: z.int() }),
    `SELECT block_id AS "blockId", prefix, width, next, last FROM control_number_blocks
     WHERE jurisdiction = $1 AND next <= last ORDER BY entered_at, block_id FOR UPDATE`,
    [jurisdiction],
  );
  const numbers: string[] = [];
  for (const block of blocks) {
    const taken = Math.min(count - numbers.length, block.last + 1 - block.next);
    if (taken <= 0) break;
    for (let number = block.next; number < block.next + taken; number += 1) {
      numbers.push(`${block.prefix}${String(number).padStart(block.width, '0')}`);
    }
    await writer.run('UPDATE control_number_blocks SET next = next + $2 WHERE block_id = $1', [
      block.blockId,
      taken,
    ]);
  }
  return numbers;
}
