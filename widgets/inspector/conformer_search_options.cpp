#include "widgets/inspector/conformer_search_options.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QPushButton>
#include <QSpinBox>
#include <limits>

#include "widgets/inspector/energy_words.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style.h"
#include "widgets/theme/themed_label.h"

namespace molloquy::widgets {
namespace {

QSpinBox* whole(int least, int most, int step, QWidget* parent) {
  auto* field = new QSpinBox(parent);
  field->setRange(least, most);
  field->setSingleStep(step);
  field->setAlignment(Qt::AlignRight);
  return field;
}

QDoubleSpinBox* decimal(double least, double most, double step, QWidget* parent) {
  auto* field = new QDoubleSpinBox(parent);
  field->setRange(least, most);
  field->setSingleStep(step);
  field->setDecimals(2);
  field->setAlignment(Qt::AlignRight);
  return field;
}

}  // namespace

ConformerSearchOptions::ConformerSearchOptions(QWidget* parent) : Popover(parent) {
  setAccessibleName(tr("Conformer search"));
  auto* grid = new QGridLayout(this);
  const int margin = theme::scaled(12);
  grid->setContentsMargins(margin, margin, margin, margin);
  grid->setHorizontalSpacing(theme::scaled(12));
  grid->setVerticalSpacing(theme::scaled(6));
  m_attempts = whole(1, 5000, 10, this);
  m_kept = whole(1, 1000, 10, this);
  m_window = decimal(0.1, 100, 0.5, this);
  m_window->setSuffix(QStringLiteral(" kcal/mol"));
  m_rmsd = decimal(0, 5, 0.05, this);
  m_rmsd->setSuffix(QStringLiteral(" Å"));
  m_seed = whole(0, std::numeric_limits<int>::max(), 1, this);
  m_method = new QComboBox(this);
  m_temperature = whole(1, 2000, 10, this);
  m_temperature->setSuffix(QStringLiteral(" K"));
  addField(*grid, tr("Attempts"), m_attempts, tr("ETKDGv3 embeddings that are tried"));
  addField(*grid, tr("Keep at most"), m_kept, tr("The lowest of those found"));
  addField(*grid, tr("Energy window"), m_window,
           tr("Conformers above the lowest by more are dropped"));
  addField(*grid, tr("Nearest RMSD"), m_rmsd,
           tr("Heavy atoms, symmetry-aware; nearer ones count as one conformer"));
  addField(*grid, tr("Seed"), m_seed, tr("The same seed gives the same set"));
  addField(*grid, tr("Method"), m_method, tr("What relaxes the conformers and gives the energies"));
  addField(*grid, tr("Temperature"), m_temperature, tr("For the Boltzmann shares"));
  auto* search = new QPushButton(tr("Search"), this);
  theme::setButtonRole(*search, theme::ButtonRole::Primary);
  connect(search, &QPushButton::clicked, this, [this] {
    close();
    Q_EMIT searchRequested();
  });
  grid->addWidget(search, grid->rowCount(), 1, Qt::AlignRight);
  fillMethods(*m_method, energy::EnergyMethod::Mmff94s);
  setSearch({});
}

QWidget* ConformerSearchOptions::addField(QGridLayout& grid, const QString& label, QWidget* field,
                                          const QString& tip) {
  const int row = grid.rowCount();
  auto* words = new theme::ThemedLabel(theme::TextRole::Control, theme::Ink::Text2, label, this);
  words->setBuddy(field);
  words->setToolTip(tip);
  field->setToolTip(tip);
  field->setAccessibleName(label);
  field->setAccessibleDescription(tip);
  field->setMinimumWidth(theme::scaled(128));
  grid.addWidget(words, row, 0);
  grid.addWidget(field, row, 1);
  return field;
}

void ConformerSearchOptions::setSearch(const energy::ConformerSearch& search) {
  m_rest = search;
  m_attempts->setValue(search.attempts);
  m_kept->setValue(search.maximumKept);
  m_window->setValue(search.windowKcalPerMol);
  m_rmsd->setValue(search.pruneRmsdAngstrom);
  m_seed->setValue(static_cast<int>(search.seed & 0x7fffffffU));
  m_method->setCurrentIndex(m_method->findData(static_cast<int>(search.method)));
  m_temperature->setValue(static_cast<int>(search.temperatureKelvin));
}

energy::ConformerSearch ConformerSearchOptions::search() const {
  energy::ConformerSearch search = m_rest;
  search.attempts = m_attempts->value();
  search.maximumKept = m_kept->value();
  search.windowKcalPerMol = m_window->value();
  search.pruneRmsdAngstrom = m_rmsd->value();
  search.seed = static_cast<std::uint32_t>(m_seed->value());
  search.method = chosenMethod(*m_method);
  search.temperatureKelvin = m_temperature->value();
  return search;
}

}  // namespace molloquy::widgets
