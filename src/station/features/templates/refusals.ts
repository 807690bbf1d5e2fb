import type { DesignAnswer, DesignFault, KeptTemplate } from '../../documents/designingProtocol.ts';
import type { DraftRow } from './repo.ts';

export type UnknownTemplate = { readonly tag: 'unknown_template'; readonly templateVersion: string };
export type UnknownDraft = { readonly tag: 'unknown_draft'; readonly draftId: string };
export type UnknownPaper = { readonly tag: 'unknown_paper'; readonly stockItemId: string };
/** Everything that is wrong with what was given; nothing was kept. */
export type NotSound = { readonly tag: 'not_sound'; readonly faults: readonly DesignFault[] };
/** Someone saved it since. */
export type EditedElsewhere = {
  readonly tag: 'edited_elsewhere';
  readonly revision: number;
  readonly editedBy: string;
  readonly editedAt: number;
};

/** The draft as the thread is given it. */
export function keptDraft(draft: DraftRow): KeptTemplate {
  const { draftId, revision, templateJson } = draft;
  return { name: `${draftId}:${revision}`, templateJson, package: draft.package };
}

/** What a save that was made on another revision is told. */
export function editedElsewhere({ revision, editedBy, editedAt }: DraftRow): EditedElsewhere {
  return { tag: 'edited_elsewhere', revision, editedBy, editedAt };
}

/** For an answer that the thread does not give to this task. */
export function unexpected(answer: DesignAnswer): never {
  throw new Error(`The thread for templates gave another answer: ${answer.tag}`);
}

/** A name for a file that a person keeps. */
export function fileName(title: string, extension: string): string {
  const plain = title
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/gu, '');
  return `${plain === '' ? 'template' : plain}.${extension}`;
}
