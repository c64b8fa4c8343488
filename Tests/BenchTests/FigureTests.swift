// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Testing

@testable import bench

@Suite struct FigureTests {
    @Test func `a goal is about the value, unless it is about the ratio`() {
        var figure = Figure(name: "a", value: 500, unit: "events/s", yardstick: "b", ratio: 0.5)
        #expect(figure.isReached == nil)
        figure.goal = Figure.Goal(isUpperLimit: false, value: 400)
        #expect(figure.isReached == true)
        figure.goal = Figure.Goal(isUpperLimit: true, value: 400)
        #expect(figure.isReached == false)
        figure.goal = Figure.Goal(isUpperLimit: false, value: 0.6, isOfRatio: true)
        #expect(figure.isReached == false)
    }

    @Test func `a rate is events by the clock, and processor time by the million`() {
        var sample = Sample()
        sample.add(Timing(wall: 4, processor: 6), events: 2_000_000)
        let figure = Figure.rate("a", [sample])
        #expect(figure.value == 500_000)
        #expect(figure.processorPerMillion == 3)
    }

    @Test func `a rate is of the run in the middle, whatever that took`() {
        let samples = [(2.0, 4_000_000), (4, 4_000_000), (1, 3_000_000)].map { wall, events in
            var sample = Sample()
            sample.add(Timing(wall: wall, processor: 1), events: events)
            return sample
        }
        #expect(Figure.rate("a", samples).value == 2_000_000)
    }

    @Test func `what is quick is measured until it has taken long enough, or five times`() {
        func filled(to seconds: Double, by timing: Timing, _ events: Int) -> Sample {
            var sample = Sample()
            sample.fill(to: Sample.Enough(seconds: seconds), events: events) { timing }
            return sample
        }
        // Three times two seconds are the first to be more than five.
        let slow = filled(to: 5, by: Timing(wall: 2, processor: 3), 1_000_000)
        #expect(slow.measurements == 3)
        #expect(slow.events == 3_000_000)
        #expect(slow.timing == Timing(wall: 6, processor: 9))
        // However few events there are, so that a small workload does not take hours.
        let quick = filled(to: 5, by: Timing(wall: 0.001, processor: 0.001), 1000)
        #expect(quick.measurements == 5)
        #expect(quick.events == 5000)
        #expect(filled(to: 0, by: Timing(wall: 0.5, processor: 0.5), 1).events == 1)
    }

    @Test func `nothing is measured enough that has not been measured`() {
        #expect(!Sample.Enough(seconds: 0).isReached(by: Sample()))
    }

    @Test func `columns of a table are as wide as they have to be`() {
        let figures = [
            Figure(name: "long name", value: 12_345.6, unit: "ms"),
            Figure(
                name: "b",
                value: 0.25,
                unit: "s",
                goal: Figure.Goal(isUpperLimit: true, value: 1)
            ),
        ]
        #expect(
            FigureTable.text(of: figures) == """
                long name  12,346 ms
                b          0.250 s        reached: at most 1.000
                """
        )
    }

    @Test func `a plot puts a point by its logarithm`() {
        // Both axes are two decades; 10 lies in the middle of 1 and 100: x of 76 and 700, y of 366 and 48.
        let points = [(1.0, 1.0), (10, 10), (100, 100)].map { LogPlot.Point(x: $0.0, y: $0.1) }
        let plot = LogPlot(
            title: "a < b",
            horizontal: "x",
            vertical: "y",
            series: [LogPlot.Series(name: "s", points: points)]
        )
        #expect(plot.svg.contains("points=\"76.0,366.0 388.0,207.0 700.0,48.0\""))
        #expect(plot.svg.contains("a &lt; b"))
    }
}
