import AttuneStreams
import AttuneTraining

/// Shows how well tones are found to a person or a program.
struct ToneReport {
  var evaluation: ToneEvaluation

  var text: String {
    let metrics = evaluation.metrics
    var out = "\(evaluation.count) texts\n\n"
    out += TextRow.format(["macro F1", Decimals.four(metrics.macroF1)])
    out += TextRow.format(["micro F1", Decimals.four(metrics.microF1)])
    out += TextRow.format(["calibration error", Decimals.four(evaluation.calibrationError)])
    out += "\n" + TextRow.format(["tone", "precision", "recall", "F1", "texts"])
    for (label, figures) in zip(evaluation.taxonomy.labels, metrics.perTone) {
      out += TextRow.format([
        label, Decimals.four(figures.precision), Decimals.four(figures.recall), Decimals.four(figures.f1),
        "\(figures.support)",
      ])
    }
    return out
  }

  var json: String {
    let metrics = evaluation.metrics
    let tones = zip(evaluation.taxonomy.labels, metrics.perTone).map { label, figures in
      "\(JSONText.string(label)):{\"precision\":\(Decimals.six(figures.precision)),"
        + "\"recall\":\(Decimals.six(figures.recall)),\"f1\":\(Decimals.six(figures.f1)),\"texts\":\(figures.support)}"
    }
    return "{\"texts\":\(evaluation.count),\"macro_f1\":\(Decimals.six(metrics.macroF1)),"
      + "\"micro_f1\":\(Decimals.six(metrics.microF1)),"
      + "\"calibration_error\":\(Decimals.six(evaluation.calibrationError)),\"per_tone\":{"
      + tones.joined(separator: ",") + "}}\n"
  }
}
