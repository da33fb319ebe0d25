//! The colours that people give their terminals.

/// A colour scheme, as far as codes show it.
pub(crate) struct Palette {
    pub(crate) name: &'static str,
    pub(crate) ground: u32,
    pub(crate) text: u32,
    /// What programs ask for as black, red, green, blue, white and their bright forms.
    black: u32,
    red: u32,
    green: u32,
    blue: u32,
    white: u32,
    bright_black: u32,
    bright_white: u32,
}

impl Palette {
    /// Returns the sequences that give a terminal these colours.
    pub(crate) fn sequences(&self) -> String {
        let numbered = [
            (0, self.black),
            (1, self.red),
            (2, self.green),
            (4, self.blue),
            (7, self.white),
            (8, self.bright_black),
            (9, self.red),
            (10, self.green),
            (12, self.blue),
            (15, self.bright_white),
        ];
        let numbered =
            numbered.map(|(number, colour)| format!("\x1b]4;{number};#{colour:06x}\x1b\\")).concat();
        format!("{numbered}\x1b]10;#{:06x}\x1b\\\x1b]11;#{:06x}\x1b\\", self.text, self.ground)
    }
}

const fn palette(
    name: &'static str,
    [ground, text]: [u32; 2],
    [black, red, green, blue]: [u32; 4],
    [white, bright_black, bright_white]: [u32; 3],
) -> Palette {
    Palette { name, ground, text, black, red, green, blue, white, bright_black, bright_white }
}

/// Schemes under the names that they are known by.
pub(crate) const PALETTES: [Palette; 34] = [
    palette(
        "xterm",
        [0x00_0000, 0xe5_e5e5],
        [0x00_0000, 0xcd_0000, 0x00_cd00, 0x00_00ee],
        [0xe5_e5e5, 0x7f_7f7f, 0xff_ffff],
    ),
    palette(
        "white",
        [0xff_ffff, 0x00_0000],
        [0x00_0000, 0xcd_0000, 0x00_a000, 0x00_00cc],
        [0xe5_e5e5, 0x7f_7f7f, 0xff_ffff],
    ),
    palette(
        "tango",
        [0x2e_3436, 0xd3_d7cf],
        [0x2e_3436, 0xcc_0000, 0x4e_9a06, 0x34_65a4],
        [0xd3_d7cf, 0x55_5753, 0xee_eeec],
    ),
    palette(
        "tango-light",
        [0xee_eeec, 0x2e_3436],
        [0x2e_3436, 0xcc_0000, 0x4e_9a06, 0x34_65a4],
        [0xd3_d7cf, 0x55_5753, 0xee_eeec],
    ),
    palette(
        "solarized-dark",
        [0x00_2b36, 0x83_9496],
        [0x07_3642, 0xdc_322f, 0x85_9900, 0x26_8bd2],
        [0xee_e8d5, 0x00_2b36, 0xfd_f6e3],
    ),
    palette(
        "solarized-light",
        [0xfd_f6e3, 0x65_7b83],
        [0x07_3642, 0xdc_322f, 0x85_9900, 0x26_8bd2],
        [0xee_e8d5, 0x00_2b36, 0xfd_f6e3],
    ),
    palette(
        "nord",
        [0x2e_3440, 0xd8_dee9],
        [0x3b_4252, 0xbf_616a, 0xa3_be8c, 0x81_a1c1],
        [0xe5_e9f0, 0x4c_566a, 0xec_eff4],
    ),
    palette(
        "dracula",
        [0x28_2a36, 0xf8_f8f2],
        [0x21_222c, 0xff_5555, 0x50_fa7b, 0xbd_93f9],
        [0xf8_f8f2, 0x62_72a4, 0xff_ffff],
    ),
    palette(
        "gruvbox-dark",
        [0x28_2828, 0xeb_dbb2],
        [0x28_2828, 0xcc_241d, 0x98_971a, 0x45_8588],
        [0xa8_9984, 0x92_8374, 0xeb_dbb2],
    ),
    palette(
        "gruvbox-light",
        [0xfb_f1c7, 0x3c_3836],
        [0xfb_f1c7, 0xcc_241d, 0x98_971a, 0x45_8588],
        [0x7c_6f64, 0x92_8374, 0x3c_3836],
    ),
    palette(
        "vscode-dark",
        [0x1e_1e1e, 0xcc_cccc],
        [0x00_0000, 0xcd_3131, 0x0d_bc79, 0x24_72c8],
        [0xe5_e5e5, 0x66_6666, 0xe5_e5e5],
    ),
    palette(
        "vscode-light",
        [0xff_ffff, 0x33_3333],
        [0x00_0000, 0xcd_3131, 0x00_bc00, 0x04_51a5],
        [0x55_5555, 0x66_6666, 0xa5_a5a5],
    ),
    palette(
        "one-dark",
        [0x28_2c34, 0xab_b2bf],
        [0x28_2c34, 0xe0_6c75, 0x98_c379, 0x61_afef],
        [0xab_b2bf, 0x5c_6370, 0xff_ffff],
    ),
    palette(
        "one-light",
        [0xfa_fafa, 0x38_3a42],
        [0x38_3a42, 0xe4_5649, 0x50_a14f, 0x40_78f2],
        [0xfa_fafa, 0x4f_525e, 0xff_ffff],
    ),
    palette(
        "campbell",
        [0x0c_0c0c, 0xcc_cccc],
        [0x0c_0c0c, 0xc5_0f1f, 0x13_a10e, 0x00_37da],
        [0xcc_cccc, 0x76_7676, 0xf2_f2f2],
    ),
    palette(
        "mac-basic",
        [0xff_ffff, 0x00_0000],
        [0x00_0000, 0x99_0000, 0x00_a600, 0x00_00b2],
        [0xbf_bfbf, 0x66_6666, 0xe6_e6e6],
    ),
    palette(
        "homebrew",
        [0x00_0000, 0x28_fe14],
        [0x00_0000, 0x99_0000, 0x00_a600, 0x00_00b2],
        [0xbf_bfbf, 0x66_6666, 0xe6_e6e6],
    ),
    palette(
        "grass",
        [0x13_773d, 0xff_f0a5],
        [0x00_0000, 0xbb_0000, 0x00_bb00, 0x00_00a3],
        [0xbb_bbbb, 0x55_5555, 0xff_ffff],
    ),
    palette(
        "monokai",
        [0x27_2822, 0xf8_f8f2],
        [0x27_2822, 0xf9_2672, 0xa6_e22e, 0x66_d9ef],
        [0xf8_f8f2, 0x75_715e, 0xf9_f8f5],
    ),
    palette(
        "tokyo-night",
        [0x1a_1b26, 0xc0_caf5],
        [0x15_161e, 0xf7_768e, 0x9e_ce6a, 0x7a_a2f7],
        [0xa9_b1d6, 0x41_4868, 0xc0_caf5],
    ),
    palette(
        "catppuccin-mocha",
        [0x1e_1e2e, 0xcd_d6f4],
        [0x45_475a, 0xf3_8ba8, 0xa6_e3a1, 0x89_b4fa],
        [0xba_c2de, 0x58_5b70, 0xa6_adc8],
    ),
    palette(
        "catppuccin-latte",
        [0xef_f1f5, 0x4c_4f69],
        [0x5c_5f77, 0xd2_0f39, 0x40_a02b, 0x1e_66f5],
        [0xac_b0be, 0x6c_6f85, 0xbc_c0cc],
    ),
    palette(
        "rose-pine",
        [0x19_1724, 0xe0_def4],
        [0x26_233a, 0xeb_6f92, 0x31_748f, 0x9c_cfd8],
        [0xe0_def4, 0x6e_6a86, 0xe0_def4],
    ),
    palette(
        "rose-pine-dawn",
        [0xfa_f4ed, 0x57_5279],
        [0xf2_e9e1, 0xb4_637a, 0x28_6983, 0x56_949f],
        [0x57_5279, 0x98_93a5, 0x57_5279],
    ),
    palette(
        "github-dark",
        [0x0d_1117, 0xe6_edf3],
        [0x48_4f58, 0xff_7b72, 0x3f_b950, 0x58_a6ff],
        [0xb1_bac4, 0x6e_7681, 0xff_ffff],
    ),
    palette(
        "github-light",
        [0xff_ffff, 0x1f_2328],
        [0x24_292f, 0xcf_222e, 0x11_6329, 0x09_69da],
        [0x6e_7781, 0x57_606a, 0x8c_959f],
    ),
    palette(
        "ayu-dark",
        [0x0b_0e14, 0xbf_bdb6],
        [0x11_151c, 0xea_6c73, 0x7f_d962, 0x53_bdfa],
        [0xc7_c7c7, 0x68_6868, 0xff_ffff],
    ),
    palette(
        "ayu-light",
        [0xf8_f9fa, 0x5c_6166],
        [0x00_0000, 0xea_6c6d, 0x6c_bf43, 0x31_99e1],
        [0xc7_c7c7, 0x68_6868, 0xd1_d1d1],
    ),
    palette(
        "everforest",
        [0x2d_353b, 0xd3_c6aa],
        [0x47_5258, 0xe6_7e80, 0xa7_c080, 0x7f_bbb3],
        [0xd3_c6aa, 0x47_5258, 0xd3_c6aa],
    ),
    palette(
        "zenburn",
        [0x3f_3f3f, 0xdc_dccc],
        [0x3f_3f3f, 0x70_5050, 0x60_b48a, 0x50_6070],
        [0xdc_dccc, 0x70_9080, 0xff_ffff],
    ),
    palette(
        "ubuntu",
        [0x30_0a24, 0xff_ffff],
        [0x17_1421, 0xc0_1c28, 0x26_a269, 0x12_488b],
        [0xd0_cfcc, 0x5e_5c64, 0xff_ffff],
    ),
    palette(
        "breeze",
        [0x23_2627, 0xfc_fcfc],
        [0x23_2627, 0xed_1515, 0x11_d116, 0x1d_99f3],
        [0xfc_fcfc, 0x7f_8c8d, 0xff_ffff],
    ),
    palette(
        "powershell",
        [0x01_2456, 0xcc_cccc],
        [0x0c_0c0c, 0xc5_0f1f, 0x13_a10e, 0x00_37da],
        [0xcc_cccc, 0x76_7676, 0xf2_f2f2],
    ),
    palette(
        "amber",
        [0x1a_0f00, 0xff_b000],
        [0x1a_0f00, 0xff_7000, 0xff_c840, 0xc0_7000],
        [0xff_b000, 0x80_5800, 0xff_d080],
    ),
];
