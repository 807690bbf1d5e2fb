import { Modal } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Keycap } from '../../components/Keycap.tsx';
import { actions, useAction } from '../../keys/actions.ts';
import type { Action } from '../../keys/actions.ts';
import { useStore } from '../../state/store.ts';
import { keyHelpShown, openKeyHelp } from './keyHelpStore.ts';
import classes from './shell.module.css';

/** The list that `?` shows: every key of this screen and of the house. */
export function KeyHelp() {
  const { t } = useTranslation();
  const shown = useStore(keyHelpShown);
  const all = useStore(actions);
  useAction({
    id: 'help.keys',
    keys: '?',
    label: t('shell.keys'),
    group: 'everywhere',
    enabled: true,
    run: openKeyHelp,
  });
  return (
    <Modal
      opened={shown}
      onClose={() => keyHelpShown.set(false)}
      title={t('shell.keys')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Keys title={t('shell.keysScreen')} actions={all.filter(({ group }) => group === 'screen')} />
      <Keys title={t('shell.keysGo')} actions={all.filter(({ group }) => group === 'go').toReversed()} />
      <Keys title={t('shell.keysEverywhere')} actions={all.filter(({ group }) => group === 'everywhere')} />
    </Modal>
  );
}

function Keys({ title, actions }: { readonly title: string; readonly actions: readonly Action[] }) {
  const withKeys = actions.filter(({ keys }) => keys !== null);
  if (withKeys.length === 0) return null;
  return (
    <section>
      <h2 className="section">{title}</h2>
      <div className={classes['keys']} style={{ marginTop: 8 }}>
        {withKeys.map(({ id, keys, label }) => (
          <Fragment key={id}>
            <span>{label}</span>
            <span>
              <Keycap keys={keys ?? ''} />
            </span>
          </Fragment>
        ))}
      </div>
    </section>
  );
}
