import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LetterLanguage } from '../../../contract/station/letters.ts';
import { LetterButtons } from '../../components/LetterButtons.tsx';
import { client, station } from '../../rpc/client.ts';

/** What goes into the envelope beside the certificates, in the learner's language. */
export function ParcelLetters({ parcelId }: { readonly parcelId: string }) {
  const { t } = useTranslation();
  const printers = useQuery(station.printing.printers.queryOptions());
  const settings = useQuery(station.letters.settings.queryOptions());
  const [chosen, setChosen] = useState<LetterLanguage | null>(null);
  const language = chosen ?? settings.data?.language ?? 'en';
  const printerId = printers.data?.[0]?.printerId ?? null;
  const buttons = (what: 'cover_letter' | 'packing_slip') => ({
    file: () => client.letters.file({ letter: { what, parcelId, language } }),
    print: (to: string) => client.letters.print({ letter: { what, parcelId, language }, printerId: to }),
    printerId,
  });
  return (
    <div className="row wrap">
      <LetterButtons id="pack.letter" keys="L" label={t('letters.cover')} {...buttons('cover_letter')} />
      <LetterButtons id="pack.slip" keys="P" label={t('letters.slip')} {...buttons('packing_slip')} />
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
