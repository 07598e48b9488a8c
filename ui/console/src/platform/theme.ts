import { create } from 'zustand';
import { readStored, writeStored } from './storage';

export type Theme = 'system' | 'light' | 'dark';

export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

type ThemeState = { theme: Theme; setTheme: (theme: Theme) => void };

/** public/theme.js applies the stored theme before the first paint; this one keeps it from there on. */
export const useTheme = create<ThemeState>()((set) => ({
  theme: THEMES.find((theme) => theme === readStored('theme')) ?? 'system',
  setTheme: (theme) => {
    writeStored('theme', theme);
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    set({ theme });
  },
}));
