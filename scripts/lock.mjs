import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { at } from './root.mjs';

/**
 * Runs `work` while no other process runs under the same name. A lock whose owner is dead is taken over.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] called once when another process has to be waited for
 * @returns {Promise<T>}
 */
export async function withLock(name, work, onWait) {
  const folder = at('.cache', `${name}.lock`);
  mkdirSync(at('.cache'), { recursive: true });
  let said = false;
  while (!take(folder)) {
    if (!said) onWait?.();
    said = true;
    await wait(100);
  }
  const release = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/** @param {string} folder */
function take(folder) {
  try {
    mkdirSync(folder);
    writeFileSync(`${folder}/pid`, String(process.pid));
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  if (!ownerIsAlive(folder)) bury(folder);
  return false;
}

/**
 * Removes a dead owner's lock. Another process may have done so and taken the lock since we looked, so it is moved aside
 * first, looked at again there, and put back when it lives.
 *
 * @param {string} folder
 */
function bury(folder) {
  const aside = `${folder}.${process.pid}`;
  try {
    renameSync(folder, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (ownerIsAlive(aside)) renameSync(aside, folder);
  else rmSync(aside, { recursive: true, force: true });
}

/** @param {string} folder */
function ownerIsAlive(folder) {
  try {
    const pid = Number(readFileSync(`${folder}/pid`, 'utf8'));
    if (pid > 0) return isRunning(pid);
    return youngerThan(folder, 2000);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return youngerThan(folder, 2000);
  }
}

/** The owner's number is written a moment after the folder. @param {string} folder @param {number} ms */
function youngerThan(folder, ms) {
  const age = statSync(folder, { throwIfNoEntry: false });
  return age !== undefined && Date.now() - age.mtimeMs < ms;
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
