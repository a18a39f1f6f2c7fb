import { type ThemeConfig, theme } from "antd";

const shared = {
  fontSize: 14,
  borderRadius: 6,
  borderRadiusLG: 8,
  borderRadiusSM: 4,
  controlHeight: 28,
  lineWidthFocus: 2,
  fontWeightStrong: 600,
  wireframe: false,
  motionDurationFast: ".1s",
  motionDurationMid: ".16s",
  motionDurationSlow: ".22s",
  boxShadow: "var(--shadow2)",
  boxShadowSecondary: "var(--shadow2)",
  boxShadowTertiary: "var(--shadow1)",
} as const;

interface Palette {
  readonly bg: string;
  readonly surface: string;
  readonly sunken: string;
  readonly fill: string;
  readonly fill2: string;
  readonly line: string;
  readonly line2: string;
  readonly ctl: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly disabled: string;
  readonly accent: string;
  readonly accentHover: string;
  readonly accentBg: string;
  readonly onAccent: string;
  readonly good: string;
  readonly warn: string;
  readonly bad: string;
}

const light: Palette = {
  bg: "#F3F5F4",
  surface: "#FFFFFF",
  sunken: "#F8FAF9",
  fill: "#EBEFED",
  fill2: "#E2E8E6",
  line: "#E1E6E4",
  line2: "#EDF0EF",
  ctl: "#868F8D",
  ink: "#16211F",
  ink2: "#485553",
  ink3: "#5F6B68",
  disabled: "#9AA5A2",
  accent: "#0B625D",
  accentHover: "#0E7670",
  accentBg: "#E7F2F0",
  onAccent: "#FFFFFF",
  good: "#3E7A22",
  warn: "#AB4B0A",
  bad: "#B93226",
};

const dark: Palette = {
  bg: "#0F1413",
  surface: "#161C1B",
  sunken: "#131918",
  fill: "#1F2726",
  fill2: "#29322F",
  line: "#29312F",
  line2: "#212826",
  ctl: "#6C7976",
  ink: "#E6ECEA",
  ink2: "#AEBAB7",
  ink3: "#8A9794",
  disabled: "#56625F",
  accent: "#4DB8AC",
  accentHover: "#67C9BE",
  accentBg: "#152725",
  onAccent: "#08211E",
  good: "#86BF63",
  warn: "#EB9350",
  bad: "#F0877A",
};

/** The antd theme of the house, after design direction section 4. */
export function antdTheme(isDark: boolean): ThemeConfig {
  const c = isDark ? dark : light;
  const control = { colorBorder: c.ctl };
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    cssVar: { key: "cw" },
    token: {
      ...shared,
      fontFamily: "var(--text)",
      fontFamilyCode: "var(--code)",
      colorPrimary: c.accent,
      colorInfo: c.ink2,
      colorSuccess: c.good,
      colorWarning: c.warn,
      colorError: c.bad,
      colorLink: c.accent,
      colorPrimaryHover: c.accentHover,
      colorPrimaryBg: c.accentBg,
      colorBgLayout: c.bg,
      colorBgContainer: c.surface,
      colorBgElevated: c.surface,
      colorText: c.ink,
      colorTextSecondary: c.ink2,
      colorTextTertiary: c.ink3,
      colorTextPlaceholder: c.ink3,
      colorTextDisabled: c.disabled,
      colorTextLightSolid: c.onAccent,
      colorBorder: c.line,
      colorBorderSecondary: c.line2,
      colorSplit: c.line2,
      colorFillSecondary: c.fill2,
      colorFillTertiary: c.fill,
      colorFillAlter: c.sunken,
      controlItemBgHover: c.fill,
      controlItemBgActive: c.accentBg,
    },
    components: {
      Input: control,
      InputNumber: control,
      Select: { ...control, fontSize: 13 },
      DatePicker: control,
    },
  };
}
