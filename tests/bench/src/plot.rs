//! The report as a drawing: what is read in which time.

use std::error::Error;
use std::path::Path;

use plotters::prelude::*;

use crate::picture::Set;
use crate::report::{Report, quantile};

/// Draws the share of pictures that are read completely: ours against its budget, the others where they are.
pub fn recall_against_time(report: &Report, set: &Set, to: &Path) -> Result<(), Box<dyn Error>> {
    let area = SVGBackend::new(to, (900, 560)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption("Pictures read completely, against time", ("sans-serif", 22))
        .margin(16)
        .x_label_area_size(44)
        .y_label_area_size(56)
        .build_cartesian_2d((1.0..2000.0_f64).log_scale(), 0.0..100.0)?;
    chart
        .configure_mesh()
        .x_desc("milliseconds: the budget of ours, the 95th percentile of the others")
        .y_desc("per cent")
        .draw()?;
    let ours = report.budgets.iter().map(|(budget, share)| (*budget as f64, share * 100.0));
    let colour = RGBColor(20, 90, 190);
    chart
        .draw_series(LineSeries::new(ours, colour.stroke_width(3)).point_size(4))?
        .label("countersign")
        .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(3)));
    for (number, (name, readings)) in report.readers.iter().enumerate().skip(1) {
        let counted: Vec<_> =
            set.entries.iter().zip(readings).filter(|(entry, _)| !entry.hard && entry.codes() > 0).collect();
        let complete = counted.iter().filter(|(entry, reading)| entry.outcome(reading).complete).count();
        let time = quantile(counted.iter().map(|(_, reading)| reading.processor).collect(), 0.95);
        let at = (time.clamp(1.0, 2000.0), 100.0 * complete as f64 / counted.len().max(1) as f64);
        let colour = Palette99::pick(number).to_rgba();
        chart
            .draw_series([Circle::new(at, 6, colour.filled())])?
            .label(name)
            .legend(move |(x, y)| Circle::new((x + 9, y), 6, colour.filled()));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::LowerRight)
        .background_style(WHITE)
        .border_style(BLACK)
        .label_font(("sans-serif", 15))
        .draw()?;
    area.present()?;
    Ok(())
}
