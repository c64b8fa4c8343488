// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation

/// The whole terminal, redrawn in place; what was on it before comes back at the end.
struct TerminalScreen {
    /// How large it is.
    struct Size: Hashable {
        var columns: Int
        var rows: Int
    }

    private let isColored: Bool

    /// Whether there is a terminal that can be redrawn.
    static var isAvailable: Bool {
        Console.isTerminal && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// The present size; 80 by 24 where it is not known.
    static var size: Size {
        var window = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0,
            window.ws_row > 0
        else { return Size(columns: 80, rows: 24) }
        return Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
    }

    /// Takes the terminal over: its second screen, no cursor.
    init() {
        // https://no-color.org
        isColored = (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
        Console.text("\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J")
    }

    /// Shows `lines` from the top.
    func draw(_ lines: [StyledLine], size: Size) {
        // No line wraps, and none is written after the last, or the screen would scroll.
        var frame = "\u{1B}[?7l\u{1B}[H"
        let shown = lines.prefix(size.rows)
        for (index, line) in shown.enumerated() {
            frame += line.rendered(columns: size.columns, isColored: isColored) + "\u{1B}[K"
            if index < shown.count - 1 { frame += "\r\n" }
        }
        Console.text(frame + "\u{1B}[J\u{1B}[?7h")
    }

    /// Gives the terminal back.
    func leave() {
        Console.text("\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l")
    }
}
