/** From what people type (names, numbers of batches, parcels and certificates) to the ids that the station knows. */
import type { Parcel } from '../contract/station/packing.ts';
import type { ScannedPiece } from '../contract/station/qc.ts';
import type { Person } from '../contract/station/session.ts';
import type { StationClient } from './connection.ts';
import { NotHere, UsageProblem } from './problems/problem.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** The person of this id, name, beginning of a name or (where one person has it) role. */
export async function personNamed(client: StationClient, text: string): Promise<Person> {
  const people = await client.session.people();
  const plain = (name: string) => name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
  const wanted = plain(text);
  const tries: readonly ((person: Person) => boolean)[] = [
    ({ userId }) => userId === text,
    ({ displayName }) => plain(displayName) === wanted,
    ({ displayName }) => plain(displayName).startsWith(wanted),
    ({ roles }) => roles.some((role) => role === wanted),
  ];
  for (const fits of tries) {
    const found = people.filter(fits);
    if (found.length > 1)
      throw new UsageProblem(`"${text}" can be ${found.map(({ displayName }) => displayName).join(' or ')}.`);
    const [person] = found;
    if (person !== undefined) return person;
  }
  const known = people.map(({ displayName }) => displayName).join(', ');
  throw new NotHere(
    `Nobody here is called "${text}". ${known === '' ? 'The station knows nobody yet: pair and sync first.' : `People: ${known}.`}`,
  );
}

/** The id of a batch by its number (`B-2026-0042`) or id. */
export async function batchIdOf(client: StationClient, text: string): Promise<string> {
  if (uuid.test(text)) return text.toLowerCase();
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<StationClient['batches']['list']>> = await client.batches.list({
      limit: 200,
      ...(cursor === null ? {} : { cursor }),
    });
    const found = page.rows.find(({ batchNumber }) => batchNumber.toLowerCase() === text.toLowerCase());
    if (found !== undefined) return found.batchId;
    cursor = page.next;
  } while (cursor !== null);
  throw new NotHere(`This station has no batch "${text}".`);
}

/** All parcels in these states, page by page. */
export async function parcelsIn(client: StationClient, states?: Parcel['state'][]): Promise<Parcel[]> {
  const all: Parcel[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<StationClient['shipping']['parcels']>> = await client.shipping.parcels({
      limit: 200,
      ...(states === undefined ? {} : { states }),
      ...(cursor === null ? {} : { cursor }),
    });
    all.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null);
  return all;
}

/** The id of a parcel by its number (`P-2026-0042`) or id. */
export async function parcelIdOf(client: StationClient, text: string): Promise<string> {
  if (uuid.test(text)) return text.toLowerCase();
  const found = (await parcelsIn(client)).find(
    ({ parcelNumber }) => parcelNumber.toLowerCase() === text.toLowerCase(),
  );
  if (found === undefined) throw new NotHere(`This station has no parcel "${text}".`);
  return found.parcelId;
}

/** The pieces of the one certificate that the text names: its number, code, serial, or learner. */
export async function piecesNamed(client: StationClient, text: string): Promise<readonly ScannedPiece[]> {
  const cards = await client.history.find({ text });
  const exact = cards.filter(({ certificateNumber, verificationCode }) =>
    [certificateNumber, verificationCode].some((known) => known.toLowerCase() === text.toLowerCase()),
  );
  const [card, ...others] = exact.length > 0 ? exact : cards;
  if (card === undefined) throw new NotHere(`This station has no certificate "${text}".`);
  if (others.length > 0) {
    const some = cards
      .slice(0, 5)
      .map(({ certificateNumber, issuedName }) => `${certificateNumber} ${issuedName}`);
    throw new UsageProblem(`"${text}" fits several certificates: ${some.join('; ')}.`);
  }
  return card.pieces;
}
