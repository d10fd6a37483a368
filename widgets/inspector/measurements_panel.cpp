#include "widgets/inspector/measurements_panel.h"

#include <QPainter>

#include "widgets/inspector/edit_history_view.h"
#include "widgets/inspector/measurement_table.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

/// Narrower, the history goes: the edit menu undoes too.
constexpr int kSideBySide = 480;
constexpr int kHistoryWidth = 232;

}  // namespace

MeasurementsPanel::MeasurementsPanel(QWidget* parent)
    : QWidget(parent), m_table(new MeasurementTable(this)), m_history(new EditHistoryView(this)) {
  setAccessibleName(tr("Measurements"));
  connect(&m_table->rows(), &MeasurementTableModel::valueTyped, this,
          &MeasurementsPanel::valueTyped);
  connect(m_table, &MeasurementTable::shownToggled, this, &MeasurementsPanel::shownToggled);
  connect(m_table, &MeasurementTable::removed, this, &MeasurementsPanel::removed);
  connect(m_table, &MeasurementTable::atomsActivated, this, &MeasurementsPanel::atomsActivated);
}

void MeasurementsPanel::setMeasurements(std::vector<MeasurementRow> rows) {
  m_table->rows().setRows(std::move(rows));
  m_table->viewport()->update();
}

const std::vector<MeasurementRow>& MeasurementsPanel::measurements() const {
  return m_table->rows().rows();
}

void MeasurementsPanel::setFailed(int row, const QString& sentence) {
  m_table->rows().setFailed(row, sentence);
}

void MeasurementsPanel::arrange() {
  const int history = width() >= theme::scaled(kSideBySide) ? theme::scaled(kHistoryWidth) : 0;
  m_history->setVisible(history > 0);
  m_history->setGeometry(width() - history, 0, history, height());
  const int margin = theme::scaled(6);
  const int room = width() - history - (history > 0 ? 1 : 0);
  m_table->setGeometry(margin, 0, qMax(0, room - 2 * margin), height());
}

QSize MeasurementsPanel::minimumSizeHint() const { return {theme::scaled(300), theme::scaled(80)}; }

void MeasurementsPanel::resizeEvent(QResizeEvent*) { arrange(); }

void MeasurementsPanel::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.surface);
  if (!m_history->isHidden()) painter.fillRect(QRect(m_history->x() - 1, 0, 1, height()), t.line);
}

}  // namespace molloquy::widgets
