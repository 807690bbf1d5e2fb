import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft } from '../../../../contract/station/templates.ts';
import { withoutUnseen } from '../../../../domain/shownText.ts';
import { ProblemCard } from '../../../components/problems/ProblemCard.tsx';
import { station } from '../../../rpc/client.ts';
import { problemOf } from '../../../rpc/problem.ts';
import { DropZone } from './DropZone.tsx';

const MOST_BYTES = 10 * 1024 * 1024;

interface NewTemplateDialogProps {
  readonly onBegun: (draft: Draft) => void;
  readonly onClose: () => void;
}

/** Begins a draft from a file. */
export function NewTemplateDialog({ onBegun, onClose }: NewTemplateDialogProps) {
  const { t } = useTranslation();
  const stock = useQuery(station.stock.list.queryOptions());
  const [file, setFile] = useState<File | null>(null);
  const [title, setTitle] = useState('');
  const [paper, setPaper] = useState<string | null>(null);
  const upload = useMutation({
    ...station.templates.upload.mutationOptions(),
    meta: { ownProblem: true },
    onSuccess: onBegun,
  });
  const papers = stock.data ?? [];
  const stockItemId = paper ?? papers[0]?.stockItemId ?? null;
  const tooLarge = file !== null && file.size > MOST_BYTES;
  const ready = file !== null && !tooLarge && withoutUnseen(title) !== '' && stockItemId !== null;
  const take = (chosen: File) => {
    setFile(chosen);
    upload.reset();
    if (title.trim() === '') setTitle(titleOf(chosen.name));
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('templates.newTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className="stack"
        style={{ gap: 16 }}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) upload.mutate({ file, title: withoutUnseen(title), stockItemId });
        }}
      >
        <p className="soft" style={{ margin: 0 }}>
          {t('templates.newWhy')}
        </p>
        <DropZone file={file} onFile={take} />
        {tooLarge ? (
          <p role="alert" style={{ margin: 0, color: 'var(--bad)' }}>
            {t('templates.tooLarge')}
          </p>
        ) : null}
        <TextInput
          label={t('templates.title')}
          description={t('templates.titleHint')}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          maxLength={120}
        />
        <Select
          label={t('templates.paper')}
          data={papers.map(({ stockItemId: value, name }) => ({ value, label: name }))}
          value={stockItemId}
          onChange={setPaper}
          allowDeselect={false}
          error={stock.isSuccess && papers.length === 0 ? t('templates.noPaper') : undefined}
        />
        {upload.isError ? (
          <ProblemCard problem={problemOf(upload.error)} onDone={() => upload.reset()} />
        ) : null}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={!ready} loading={upload.isPending}>
            {t('templates.begin')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** A first proposal for the title, from the name of the file. */
function titleOf(name: string): string {
  const plain = name
    .replace(/\.[^.]+$/u, '')
    .replaceAll(/[-_]+/gu, ' ')
    .trim();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
