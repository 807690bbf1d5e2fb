import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconBolt, IconCertificate, IconSearch } from '@tabler/icons-react';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actions, useAction } from '../../keys/actions.ts';
import { station } from '../../rpc/client.ts';
import { useStore } from '../../state/store.ts';
import type { Room } from '../rooms.ts';

/** Ctrl K: finds rooms, the actions of this screen, and certificates. */
export function CommandPalette({ rooms }: { readonly rooms: readonly Room[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text.trim(), 120);
  const found = useQuery(
    station.history.find.queryOptions({
      input: settled.length < 2 ? skipToken : { text: settled, limit: 8 },
    }),
  );
  const all = useStore(actions);
  useAction({
    id: 'palette',
    keys: 'Mod+K',
    label: t('shell.palette'),
    group: 'everywhere',
    enabled: true,
    run: () => spotlight.open(),
  });
  const matches = (label: string) => label.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase());
  const roomEntries = rooms.filter(({ id }) => matches(t(`shell.room.${id}`)));
  const actionEntries = all.filter(
    ({ group, label, enabled }) => group === 'screen' && enabled && matches(label),
  );
  const certificates = settled.length < 2 ? [] : (found.data ?? []);
  return (
    <Spotlight.Root
      attributes={{ content: { 'aria-label': t('shell.palette') } }}
      query={text}
      onQueryChange={setText}
      shortcut={null}
      clearQueryOnClose
      maxHeight={480}
      scrollable
    >
      <Spotlight.Search
        placeholder={t('shell.paletteHint')}
        aria-label={t('shell.palette')}
        leftSection={<IconSearch size={20} stroke={1.6} />}
      />
      <Spotlight.ActionsList>
        {certificates.length > 0 ? (
          <Spotlight.ActionsGroup label={t('shell.paletteCertificates')}>
            {certificates.map((card) => (
              <Spotlight.Action
                key={card.certificateId}
                label={card.issuedName}
                description={`${card.certificateNumber} · ${card.courseTitle}`}
                leftSection={<IconCertificate size={20} stroke={1.6} />}
                onClick={() =>
                  void navigate({
                    to: '/history/$certificateId',
                    params: { certificateId: card.certificateId },
                  })
                }
              />
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {actionEntries.length > 0 ? (
          <Spotlight.ActionsGroup label={t('shell.paletteActions')}>
            {actionEntries.map(({ id, label, keys, run }) => (
              <Spotlight.Action
                key={id}
                label={label}
                description={keys ?? ''}
                leftSection={<IconBolt size={20} stroke={1.6} />}
                onClick={run}
              />
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {roomEntries.length > 0 ? (
          <Spotlight.ActionsGroup label={t('shell.rooms')}>
            {roomEntries.map((room) => {
              const Icon = room.icon;
              return (
                <Spotlight.Action
                  key={room.id}
                  label={t(`shell.room.${room.id}`)}
                  leftSection={<Icon size={20} stroke={1.6} />}
                  onClick={() => void navigate({ to: room.path })}
                />
              );
            })}
          </Spotlight.ActionsGroup>
        ) : null}
        {certificates.length + actionEntries.length + roomEntries.length === 0 ? (
          <Spotlight.Empty>{t('shell.paletteNothing')}</Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
