#include "widgets/inspector/scan_options.h"

#include <QComboBox>
#include <QGridLayout>
#include <QSpinBox>
#include <algorithm>

#include "widgets/inspector/energy_words.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_label.h"

namespace molloquy::widgets {
namespace {

constexpr int kMapPoints = 19;
constexpr int kCurvePoints = 37;

}  // namespace

ScanOptions::ScanOptions(QWidget* parent)
    : Popover(parent),
      m_second(new QComboBox(this)),
      m_method(new QComboBox(this)),
      m_kind(new QComboBox(this)),
      m_points(new QSpinBox(this)) {
  setAccessibleName(tr("Scan options"));
  auto* grid = new QGridLayout(this);
  const int margin = theme::scaled(12);
  grid->setContentsMargins(margin, margin, margin, margin);
  grid->setHorizontalSpacing(theme::scaled(12));
  grid->setVerticalSpacing(theme::scaled(6));
  m_points->setRange(3, 361);
  m_points->setValue(kCurvePoints);
  m_points->setAlignment(Qt::AlignRight);
  fillMethods(*m_method, energy::EnergyMethod::Mmff94s);
  m_kind->addItem(tr("Relaxed"), static_cast<int>(energy::ScanKind::Relaxed));
  m_kind->addItem(tr("Rigid"), static_cast<int>(energy::ScanKind::Rigid));
  addField(*grid, tr("Second torsion"), m_second, tr("A second bond makes a map of both"));
  addField(*grid, tr("Method"), m_method, tr("What gives the energies"));
  addField(*grid, tr("Geometry"), m_kind,
           tr("Relaxed: all else gives way. Rigid: only the bond turns."));
  addField(*grid, tr("Points a turn"), m_points, tr("For each torsion; 37 are steps of 10°"));
  connect(m_second, qOverload<int>(&QComboBox::activated), this, [this] {
    followSecond();
    Q_EMIT changed();
  });
  connect(m_method, qOverload<int>(&QComboBox::activated), this, &ScanOptions::changed);
  connect(m_kind, qOverload<int>(&QComboBox::activated), this, &ScanOptions::changed);
  connect(m_points, qOverload<int>(&QSpinBox::valueChanged), this, &ScanOptions::changed);
  setChoices({});
}

void ScanOptions::addField(QGridLayout& grid, const QString& label, QWidget* field,
                           const QString& tip) {
  const int row = grid.rowCount();
  auto* words = new theme::ThemedLabel(theme::TextRole::Control, theme::Ink::Text2, label, this);
  words->setBuddy(field);
  words->setToolTip(tip);
  field->setToolTip(tip);
  field->setAccessibleName(label);
  field->setAccessibleDescription(tip);
  field->setMinimumWidth(theme::scaled(160));
  grid.addWidget(words, row, 0);
  grid.addWidget(field, row, 1);
}

void ScanOptions::followSecond() {
  // A map has the square of the points, so it starts with fewer.
  const bool map = m_second->currentIndex() > 0;
  if (map && m_points->value() == kCurvePoints) m_points->setValue(kMapPoints);
  if (!map && m_points->value() == kMapPoints) m_points->setValue(kCurvePoints);
}

void ScanOptions::setChoices(const std::vector<TorsionChoice>& choices) {
  const QString chosen = m_second->currentText();
  m_choices = choices;
  m_second->clear();
  m_second->addItem(tr("None"));
  for (const TorsionChoice& choice : m_choices) m_second->addItem(choice.name);
  m_second->setCurrentIndex(std::max(0, m_second->findText(chosen)));
  followSecond();
}

void ScanOptions::writeTo(energy::TorsionScan& scan) const {
  scan.first.points = m_points->value();
  scan.second.reset();
  if (const int place = m_second->currentIndex() - 1; place >= 0) {
    scan.second = energy::ScannedTorsion();
    scan.second->atoms = m_choices[static_cast<std::size_t>(place)].atoms;
    scan.second->points = m_points->value();
  }
  scan.method = chosenMethod(*m_method);
  scan.kind = static_cast<energy::ScanKind>(m_kind->currentData().toInt());
}

}  // namespace molloquy::widgets
