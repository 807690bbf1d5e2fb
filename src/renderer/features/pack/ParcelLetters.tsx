import { SegmentedControl } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LetterLanguage } from '../../../contract/station/letters.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { openFile } from '../../components/openFile.ts';
import { client, station } from '../../rpc/client.ts';

/** What goes into the envelope beside the certificates, in the learner's language: printed, or opened where nothing prints. */
export function ParcelLetters({ parcelId }: { readonly parcelId: string }) {
  const { t } = useTranslation();
  const printers = useQuery(station.printing.printers.queryOptions());
  const settings = useQuery(station.letters.settings.queryOptions());
  const [chosen, setChosen] = useState<LetterLanguage | null>(null);
  const language = chosen ?? settings.data?.language ?? 'en';
  const printerId = printers.data?.find(({ state }) => state === 'ready' || state === 'printing')?.printerId;
  const make = useMutation({
    mutationFn: async (what: 'cover_letter' | 'packing_slip') => {
      const letter = { what, parcelId, language };
      if (printerId === undefined) openFile(await client.letters.file({ letter }));
      else {
        const { pages } = await client.letters.print({ letter, printerId });
        const name = t(what === 'cover_letter' ? 'letters.cover' : 'letters.slip');
        notifications.show({ message: t('letters.sent', { letter: name, count: pages }) });
      }
    },
  });
  return (
    <div className="row wrap">
      <ActionButton
        id="pack.letter"
        keys="L"
        label={t('letters.cover')}
        loading={make.isPending && make.variables === 'cover_letter'}
        onRun={() => make.mutate('cover_letter')}
      />
      <ActionButton
        id="pack.slip"
        keys="P"
        label={t('letters.slip')}
        loading={make.isPending && make.variables === 'packing_slip'}
        onRun={() => make.mutate('packing_slip')}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('letters.language')}
        value={language}
        onChange={setChosen}
        data={[
          { value: 'en', label: 'English' },
          { value: 'es', label: 'Español' },
        ]}
      />
    </div>
  );
}
