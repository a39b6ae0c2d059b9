// Runs before the first paint, so that "as the system" never flashes the other theme.
{
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const show = () => {
    const choice = root.dataset.theme;
    root.dataset.bsTheme = choice === 'light' || choice === 'dark' ? choice : dark.matches ? 'dark' : 'light';
  };
  show();
  dark.addEventListener('change', show);
  document.addEventListener('inbox:theme', show);
}
